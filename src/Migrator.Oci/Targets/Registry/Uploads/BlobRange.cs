using System.Net;
using System.Net.Http.Headers;

namespace Migrator.Oci.Targets.Registry.Uploads;

/// <summary>A range of a blob as the body of a request; can be sent again.</summary>
internal sealed class BlobRange : HttpContent
{
    private readonly BlobSource _source;
    private readonly long _from;
    private readonly long _count;

    public BlobRange(BlobSource source, long from, long count)
    {
        _source = source;
        _from = from;
        _count = count;
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _source.CopyAsync(stream, _from, _count, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = _count;
        return true;
    }
}
