using Migrator.Engine.Jobs;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Spectre.Console;

namespace Migrator.Cli.Output;

/// <summary>Moves one bar of a progress display; the bar itself is safe for several threads.</summary>
internal sealed class ProgressObserver(ProgressTask bar) : IMigrationObserver
{
    public void StageStarted(JobStage stage) => bar.Description = Words.Of(stage);

    public void StageEnded(StageTiming timing)
    {
        // The next stage begins at once and says its own name.
    }

    public void PushStarted(int blobs, long bytes) => bar.MaxValue = Math.Max(1, bytes);

    public void BytesRead(Descriptor blob, int count) => bar.Increment(count);

    public void BlobPushed(Descriptor blob, PushResult result)
    {
        if (result == PushResult.AlreadyThere)
        {
            bar.Increment(blob.Size);
        }
    }
}
