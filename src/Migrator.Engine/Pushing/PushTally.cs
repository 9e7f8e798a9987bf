using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Pushing;

/// <summary>Adds up blobs from several threads; each when it is at the target whole.</summary>
internal sealed class PushTally
{
    private readonly Lock _lock = new();
    private PushCounts _counts;

    public PushCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _counts;
            }
        }
    }

    public void Add(Descriptor blob, PushResult result)
    {
        lock (_lock)
        {
            _counts = result == PushResult.Pushed
                ? _counts with { BlobsPushed = _counts.BlobsPushed + 1, BytesPushed = _counts.BytesPushed + blob.Size }
                : _counts with
                {
                    BlobsAlreadyThere = _counts.BlobsAlreadyThere + 1,
                    BytesAlreadyThere = _counts.BytesAlreadyThere + blob.Size,
                };
        }
    }
}
