using System.Net;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>A body that tells a watch of each piece that was taken.</summary>
internal sealed class WatchedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly StallWatch _watch;

    public WatchedContent(HttpContent inner, StallWatch watch)
    {
        _inner = inner;
        _watch = watch;
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The stream is the connection's; it is not ours to dispose.
        var watched = new WatchedStream(stream, _watch);
        await _inner.CopyToAsync(watched, context, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? -1;
        return length >= 0;
    }
}
