using System.Collections.Concurrent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>Keeps account of the requests that go through it: <c>METHOD path?query</c>.</summary>
internal sealed class RequestCount(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>The lines since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        var lines = Lines;
        _lines.Clear();
        return lines;
    }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _lines.Enqueue($"{request.Method} {request.RequestUri!.PathAndQuery}");
        return base.SendAsync(request, cancellationToken);
    }
}
