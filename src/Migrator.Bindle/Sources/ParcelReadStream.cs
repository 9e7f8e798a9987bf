using Migrator.Bindle.Verification;
using Migrator.Shared;

namespace Migrator.Bindle.Sources;

/// <summary>
/// A parcel's bytes on their way from a source: what fails while they are read is the source's fault, and is told as
/// such to every reader.
/// </summary>
/// <param name="inner">The bytes, from the first on.</param>
/// <param name="place">The bindle.</param>
/// <param name="sha256">The parcel.</param>
internal sealed class ParcelReadStream(Stream inner, string place, string sha256) : RelayStream(inner)
{
    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Inner.Read(buffer);
        }
        catch (IOException failure)
        {
            throw Failed(failure);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            throw Failed(failure);
        }
    }

    private BindleSourceException Failed(IOException failure) => new(
        place,
        $"Reading the parcel {sha256} of {MessageText.Line(place)} failed: {MessageText.Line(failure.Message)} Check "
            + "where it lies and run again.",
        failure);
}
