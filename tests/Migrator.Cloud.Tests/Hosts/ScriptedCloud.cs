using System.Net;
using System.Text;
using Migrator.Cloud.Api;

namespace Migrator.Cloud.Tests.Hosts;

/// <summary>Answers requests from a script, and keeps what was asked, byte for byte.</summary>
internal sealed class ScriptedCloud : HttpMessageHandler
{
    private readonly Func<SentRequest, HttpResponseMessage> _answer;

    public ScriptedCloud(Func<SentRequest, HttpResponseMessage> answer) => _answer = answer;

    public List<SentRequest> Requests { get; } = [];

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        Answer(status, body, "application/json");

    public static HttpResponseMessage Problem(HttpStatusCode status, string body) =>
        Answer(status, body, "application/problem+json");

    public static HttpResponseMessage Answer(
        HttpStatusCode status, string body = "", string mediaType = "text/plain") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };

    public CloudClient Client(CloudTokenProvider? tokens = null) => new(new CloudOptions
    {
        Url = new Uri("https://cloud.test/"),
        Handler = this,
        Tokens = tokens ?? ((refused, _) => new(refused is null ? "token-of-the-test" : null)),
    });

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var sent = new SentRequest(
            request.Method.Method,
            request.RequestUri!.PathAndQuery,
            body,
            request.Headers.TryGetValues("Authorization", out var values) ? values.Single() : null);
        Requests.Add(sent);
        return _answer(sent);
    }
}
