using System.Collections.Immutable;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Reporting;

/// <summary>What a journal says as a whole. Its apps come one by one from <see cref="JournalViews.Apps"/>.</summary>
/// <remarks>Every number is counted from the journal's rows; the states add up to the plan.</remarks>
public sealed record BatchReport
{
    /// <summary>The version of the report's JSON.</summary>
    public const int Version = 1;

    /// <summary>The journal's file.</summary>
    public required string Journal { get; init; }

    /// <summary>The plan.</summary>
    public required BatchPlan Plan { get; init; }

    /// <summary>The runs, in order.</summary>
    public required ImmutableArray<RecordedRun> Runs { get; init; }

    /// <summary>How many apps are in each state, every state named; they add up to the plan's apps.</summary>
    public required ImmutableSortedDictionary<AppState, long> States { get; init; }

    /// <summary>What made apps fail, or be refused, the most frequent first.</summary>
    public required ImmutableArray<FailureCause> Causes { get; init; }

    /// <summary>Apps that ended, by time: when, and how many were done and failed since the point before.</summary>
    public required ImmutableArray<TimelinePoint> Timeline { get; init; }

    /// <summary>Sizes before and after.</summary>
    public required SizeComparison Sizes { get; init; }

    /// <summary>Whether every app is at the target or left alone on purpose.</summary>
    public bool IsComplete => States
        .Where(state => state.Key is not (AppState.Done or AppState.AlreadyThere or AppState.Skipped))
        .All(state => state.Value == 0);

    /// <summary>Counts a journal.</summary>
    /// <param name="journal">The path, as commands in the report name it.</param>
    /// <param name="journals">The journal, or the copies of it that machines ran.</param>
    /// <returns>The report.</returns>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public static BatchReport Of(string journal, JournalViews journals)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(journals);
        var counter = new ReportCounter(journal, journals);
        foreach (var app in journals.Apps())
        {
            counter.Add(app);
        }

        return new BatchReport
        {
            Journal = journal,
            Plan = journals.Plan,
            Runs = [.. journals.Runs()],
            States = counter.States,
            Causes = counter.Causes(),
            Timeline = counter.Timeline(),
            Sizes = counter.Sizes(),
        };
    }
}
