using System.Net;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Engine.Tests.Resilience;

/// <summary>Answers requests as a test says, and remembers when each came and what it carried.</summary>
internal sealed class ScriptedHost(TimeProvider clock) : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = [];
    private readonly long _start = clock.GetTimestamp();

    /// <summary>When each request came, from the start on.</summary>
    public List<TimeSpan> Arrivals { get; } = [];

    /// <summary>The body of each request.</summary>
    public List<string> Bodies { get; } = [];

    /// <summary>What follows once the script is at its end.</summary>
    public Func<HttpResponseMessage> Afterwards { get; set; } = () => new HttpResponseMessage(HttpStatusCode.OK);

    /// <summary>Before each answer; null for none.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task>? Holding { get; set; }

    public ScriptedHost Then(int status, params (string Name, string Value)[] headers) => Then(() =>
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status);
        foreach (var (name, value) in headers)
        {
            answer.Headers.TryAddWithoutValidation(name, value);
        }

        return answer;
    });

    public ScriptedHost Then(Func<HttpResponseMessage> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public static HttpRequestMessage Request(
        HttpMethod method, RegistryOperation? operation = null, string host = "registry.test", HttpContent? body = null)
    {
        var request = new HttpRequestMessage(method, $"https://{host}/v2/") { Content = body };
        if (operation is { } known)
        {
            request.Options.Set(RegistryRequestKeys.Operation, known);
            request.Options.Set(RegistryRequestKeys.Registry, host);
        }

        return request;
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Func<HttpResponseMessage>? answer;
        lock (_answers)
        {
            Arrivals.Add(clock.GetElapsedTime(_start));
            Bodies.Add(body);
            _answers.TryDequeue(out answer);
        }

        await (Holding?.Invoke(request, cancellationToken) ?? Task.CompletedTask);
        var response = (answer ?? Afterwards)();
        response.RequestMessage = request;
        return response;
    }
}
