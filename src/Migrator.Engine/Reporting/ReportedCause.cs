using Migrator.Bindle.Verification;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Reporting;

/// <summary>Which of an app's findings says why it is not at the target.</summary>
internal static class ReportedCause
{
    /// <summary>The first error of its last attempt, or of the plan; else the last warning.</summary>
    public static RecordedFinding? Of(RecordedApp entry)
    {
        var told = entry.Last is { Status: not null } last ? last.Findings : entry.App.Findings;
        return told.FirstOrDefault(finding => finding.Level == FindingLevel.Error)
            ?? told.LastOrDefault(finding => finding.Level == FindingLevel.Warning);
    }
}
