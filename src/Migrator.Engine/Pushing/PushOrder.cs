using System.Collections.Immutable;
using Migrator.Conversion;

namespace Migrator.Engine.Pushing;

/// <summary>
/// Shares blobs out over lanes so that small ones never wait behind large ones: half of the lanes, less the odd one,
/// take the largest first and the others the smallest first. A single lane takes the smallest first.
/// </summary>
internal sealed class PushOrder
{
    private readonly Lock _gate = new();
    private readonly ImmutableArray<ArtifactBlob> _bySize;
    private readonly int _smallLanes;
    private int _smallest;
    private int _largest;

    public PushOrder(ImmutableArray<ArtifactBlob> blobs, int lanes)
    {
        _bySize = [.. blobs.OrderBy(blob => blob.Descriptor.Size)];
        _largest = _bySize.Length - 1;
        _smallLanes = lanes - (lanes / 2);
        Lanes = Enumerable.Range(0, lanes);
    }

    /// <summary>The lanes.</summary>
    public IEnumerable<int> Lanes { get; }

    /// <summary>The next blob for a lane; null when all are taken.</summary>
    public ArtifactBlob? NextOrNull(int lane)
    {
        lock (_gate)
        {
            return _smallest > _largest ? null : _bySize[lane < _smallLanes ? _smallest++ : _largest--];
        }
    }
}
