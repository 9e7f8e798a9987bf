namespace Migrator.Engine.Journal;

/// <summary>What a run of a plan is expected to cost, when everything that is new is new to the target.</summary>
/// <param name="Apps">The apps that are to be migrated.</param>
/// <param name="Requests">
/// Requests to targets: two for a blob the first time, and one for each chunk of a long one; one for it in every other
/// app, four for a manifest (three in the registry of a cloud, where every blob is new; one fewer where it is not read
/// back, two where nothing goes along with it either), one for a referrer, one for an app that is there already.
/// Tokens, and registries without a list of referrers, cost more; what a deploy asks the cloud itself is not counted.
/// </param>
/// <param name="Blobs">Blobs, each digest once.</param>
/// <param name="Bytes">Their bytes: what is sent.</param>
/// <param name="AllBlobs">Blobs, counted with every app that names them.</param>
/// <param name="AllBytes">Their bytes: what would be sent if nothing were shared.</param>
/// <param name="RequestTime">
/// The requests at the time that a look at the target took, divided by what runs at once; without the time that bytes
/// take. Null when the plan looked at nothing.
/// </param>
public sealed record PlanEstimate(
    long Apps, long Requests, long Blobs, long Bytes, long AllBlobs, long AllBytes, TimeSpan? RequestTime)
{
    /// <summary>How long the bytes take at a rate.</summary>
    /// <param name="bytesPerSecond">The rate; more than zero.</param>
    /// <returns>The time.</returns>
    public TimeSpan TransferTime(long bytesPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesPerSecond, 1);
        return TimeSpan.FromSeconds((double)Bytes / bytesPerSecond);
    }
}
