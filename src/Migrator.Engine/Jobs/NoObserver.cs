using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Jobs;

/// <summary>The observer for those who want the outcome alone.</summary>
public sealed class NoObserver : IMigrationObserver
{
    private NoObserver()
    {
    }

    /// <summary>The one instance; it has no state.</summary>
    public static NoObserver Instance { get; } = new();

    /// <inheritdoc/>
    public void StageStarted(JobStage stage)
    {
    }

    /// <inheritdoc/>
    public void StageEnded(StageTiming timing)
    {
    }

    /// <inheritdoc/>
    public void PushStarted(int blobs, long bytes)
    {
    }

    /// <inheritdoc/>
    public void BytesRead(Descriptor blob, int count)
    {
    }

    /// <inheritdoc/>
    public void BlobPushed(Descriptor blob, PushResult result)
    {
    }
}
