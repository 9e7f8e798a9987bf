using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Jobs;

/// <summary>Hears what a job does while it does it; changes nothing.</summary>
/// <remarks>Members are called from several threads at once, must return at once and must not throw.</remarks>
public interface IMigrationObserver
{
    /// <summary>A stage begins.</summary>
    /// <param name="stage">Which.</param>
    void StageStarted(JobStage stage);

    /// <summary>A stage has ended, well or not.</summary>
    /// <param name="timing">Which, and how long it took.</param>
    void StageEnded(StageTiming timing);

    /// <summary>Blobs are about to be pushed.</summary>
    /// <param name="blobs">How many.</param>
    /// <param name="bytes">Their sizes together, in bytes.</param>
    void PushStarted(int blobs, long bytes);

    /// <summary>Bytes of a blob were read on their way to the target.</summary>
    /// <param name="blob">Which blob.</param>
    /// <param name="count">How many bytes since the last call for it.</param>
    void BytesRead(Descriptor blob, int count);

    /// <summary>A blob is at the target.</summary>
    /// <param name="blob">Which blob.</param>
    /// <param name="result">Whether bytes were sent.</param>
    void BlobPushed(Descriptor blob, PushResult result);
}
