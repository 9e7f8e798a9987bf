using System.Collections.Immutable;
using Migrator.Bindle.Sources;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Conversion.Faithful;

/// <summary>The parcels of one stored bindle: the layers of its manifest, by digest.</summary>
internal sealed class OciParcelStore(IReadOnlyTarget target, ImmutableArray<Descriptor> layers) : IParcelStore
{
    private readonly Dictionary<string, Descriptor> _layers =
        layers.DistinctBy(layer => layer.Digest).ToDictionary(layer => layer.Digest.Hex, StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken)
    {
        if (!_layers.TryGetValue(sha256, out var layer))
        {
            return new ParcelPresence(null, NoLayer(sha256));
        }

        if (await Guard(sha256, () => target.ExistsAsync(layer, cancellationToken)).ConfigureAwait(false))
        {
            return new ParcelPresence(layer.Size, null);
        }

        // A blob of another length is there and damaged, which whoever reads it is told.
        return await OpensAsync(layer, cancellationToken).ConfigureAwait(false)
            ? new ParcelPresence(null, null)
            : new ParcelPresence(
                null,
                $"Blob {layer.Digest} is not in {target.Description}, though the manifest names it.");
    }

    /// <inheritdoc/>
    public async ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        if (!_layers.TryGetValue(sha256, out var layer))
        {
            throw new BindleSourceException(sha256, NoLayer(sha256));
        }

        var content = await Guard(sha256, () => target.OpenAsync(layer, cancellationToken)).ConfigureAwait(false);
        return new ParcelStream(sha256, content);
    }

    private async Task<bool> OpensAsync(Descriptor layer, CancellationToken cancellationToken)
    {
        try
        {
            var content = await target.OpenAsync(layer, cancellationToken).ConfigureAwait(false);
            await content.DisposeAsync().ConfigureAwait(false);
            return true;
        }
        catch (TargetException)
        {
            // Then it is missing, as the first look said.
            return false;
        }
    }

    private static async Task<T> Guard<T>(string sha256, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (TargetException failure)
        {
            throw new BindleSourceException(sha256, failure.Message, failure);
        }
    }

    private static string NoLayer(string sha256) => $"The manifest has no layer sha256:{sha256}.";
}
