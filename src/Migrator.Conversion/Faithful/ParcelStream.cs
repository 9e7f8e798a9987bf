using Migrator.Bindle.Sources;
using Migrator.Oci.Targets;
using Migrator.Shared;

namespace Migrator.Conversion.Faithful;

/// <summary>
/// A target's blob as a source's parcel: the same bytes, and the faults of a target as those of a source.
/// </summary>
internal sealed class ParcelStream(string sha256, Stream blob) : RelayStream(blob)
{
    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (TargetException failure)
        {
            throw new BindleSourceException(sha256, failure.Message, failure);
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Inner.Read(buffer);
        }
        catch (TargetException failure)
        {
            throw new BindleSourceException(sha256, failure.Message, failure);
        }
    }
}
