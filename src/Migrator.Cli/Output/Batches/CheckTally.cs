using Migrator.Engine.Batch.Checking;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;

namespace Migrator.Cli.Output.Batches;

/// <summary>Counts what the check of a batch shows. Safe for use by several threads at once.</summary>
/// <param name="report">What the journals say.</param>
internal sealed class CheckTally(BatchReport report)
{
    // The worst first: bytes that differ, faults of ours, what is not there, then what could not be looked at.
    private static readonly JobStatus[] WorstFirst =
    [
        JobStatus.Mismatch, JobStatus.Unexpected, JobStatus.SourceRefused, JobStatus.TargetRefused,
        JobStatus.Credentials, JobStatus.Temporary,
    ];

    private readonly Lock _gate = new();
    private readonly List<AppChecked> _failed = [];
    private readonly SortedDictionary<JobStatus, long> _counts = [];
    private long _bytes;

    /// <summary>How many apps there are to check.</summary>
    public long Total { get; } = report.States[AppState.Done] + report.States[AppState.AlreadyThere];

    /// <summary>How many apps are not at the target, as far as the journals know, and should be.</summary>
    public long Absent { get; } = report.Plan.Apps - report.States[AppState.Done]
        - report.States[AppState.AlreadyThere] - report.States[AppState.Skipped];

    /// <summary>How many have been checked.</summary>
    public long Checked => Locked(() => _counts.Values.Sum());

    /// <summary>How many of them are what their bindles say.</summary>
    public long Matching => Locked(() => _counts.GetValueOrDefault(JobStatus.Done));

    /// <summary>The bytes of artifacts that were read.</summary>
    public long Bytes => Locked(() => _bytes);

    /// <summary>How many ended in each way.</summary>
    public IReadOnlyDictionary<JobStatus, long> Counts => Locked(() => new SortedDictionary<JobStatus, long>(_counts));

    /// <summary>Those that are not, in the order of the plan.</summary>
    public IReadOnlyList<AppChecked> Failed =>
        Locked(() => (List<AppChecked>)[.. _failed.OrderBy(entry => entry.App.Number)]);

    /// <summary>The exit code of it all.</summary>
    public int ExitCode
    {
        get
        {
            var worst = WorstFirst.FirstOrDefault(Counts.ContainsKey, JobStatus.Done);
            return worst == JobStatus.Done && Absent > 0 ? Cli.ExitCode.Partly : Cli.ExitCode.Of(worst);
        }
    }

    /// <summary>An app was checked.</summary>
    public void Add(AppChecked entry) => Locked(() =>
    {
        var status = entry.Outcome.Status;
        _counts[status] = _counts.GetValueOrDefault(status) + 1;
        _bytes += entry.Outcome.Audit?.Counts.Bytes ?? 0;
        if (status != JobStatus.Done)
        {
            _failed.Add(entry);
        }

        return true;
    });

    private T Locked<T>(Func<T> work)
    {
        lock (_gate)
        {
            return work();
        }
    }
}
