using System.Collections.Frozen;
using Migrator.Engine.Batch;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;
using Migrator.Engine.Pushing;

namespace Migrator.Engine.Reporting;

/// <summary>Which failures of a run no other run of the same plan can end.</summary>
internal static class NeedsPlan
{
    // The batch file, or what the plan has sealed, stands against them.
    private static readonly FrozenSet<string> Codes =
        FrozenSet.Create(BatchFindings.SourceChanged.Code, PushFindings.TagTaken.Code);

    /// <summary>Whether an app waits for another plan, maybe of another batch file.</summary>
    /// <param name="entry">The app, refused by the plan or failed.</param>
    /// <param name="cause">Why it is not at the target; null when that is not known.</param>
    public static bool Of(RecordedApp entry, RecordedFinding? cause) => entry.App.State == AppState.Refused
        || (cause is not null && (Codes.Contains(cause.Code) || IsOfConversion(entry, cause.Code)));

    // A bindle never changes, so that only other options convert what these do not; unless its bytes are damaged.
    private static bool IsOfConversion(RecordedApp entry, string code) =>
        entry.Last?.Status == JobStatus.SourceRefused && code.StartsWith("BM3", StringComparison.Ordinal);
}
