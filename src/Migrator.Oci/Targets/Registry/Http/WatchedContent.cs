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

    /// <summary>What broke the connection before the whole body was taken; null when nothing did.</summary>
    public IOException? Fault { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The stream is the connection's; it is not ours to dispose.
        var watched = new WatchedStream(stream, _watch);
        Fault = null;
        _watch.Hold();
        try
        {
            await _inner.CopyToAsync(watched, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (watched.Fault is not null && !cancellationToken.IsCancellationRequested)
        {
            Fault = watched.Fault;
            await PretendAsync(stream, watched.Given, cancellationToken).ConfigureAwait(false);
        }

        _watch.Moved();
    }

    // An answer that came early is read only after the whole body was given. The connection is broken and drops the
    // rest (ListeningStream), so none of it need be true.
    private async Task PretendAsync(Stream stream, long given, CancellationToken cancellationToken)
    {
        var nothing = new byte[64 * 1024];
        for (var left = (_inner.Headers.ContentLength ?? given) - given; left > 0; left -= nothing.Length)
        {
            var piece = nothing.AsMemory(0, (int)Math.Min(left, nothing.Length));
            await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? -1;
        return length >= 0;
    }
}
