using System.Net;

namespace Migrator.Engine.Resilience.Pacing;

/// <summary>The body of a request, sent no faster than allowed. The body itself stays the caller's.</summary>
internal sealed class PacedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly Bandwidth _bandwidth;

    public PacedContent(HttpContent inner, Bandwidth bandwidth)
    {
        _inner = inner;
        _bandwidth = bandwidth;
        ReplacedBody.Of(inner, this);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The stream is the connection's; it is not ours to dispose.
        var paced = new PacedStream(stream, _bandwidth);
        await _inner.CopyToAsync(paced, context, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? -1;
        return length >= 0;
    }
}
