using System.Collections.Immutable;
using Migrator.Conversion;
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

    /// <summary>The version of the program that made the report.</summary>
    public required string Program { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Made { get; init; }

    /// <summary>
    /// The form of the artifacts; null when they are deployed in the cloud's own form, and when the batch file is of
    /// another version of the program.
    /// </summary>
    public required Profile? Profile { get; init; }

    /// <summary>The plan.</summary>
    public required BatchPlan Plan { get; init; }

    /// <summary>Whether the plan is the one that was made; if not, nothing in the report can be relied on.</summary>
    public required bool IsPlanSealed { get; init; }

    /// <summary>The runs, in order.</summary>
    public required ImmutableArray<RecordedRun> Runs { get; init; }

    /// <summary>How many apps are in each state, every state named; they add up to the plan's apps.</summary>
    public required ImmutableSortedDictionary<AppState, long> States { get; init; }

    /// <summary>What made apps fail, or be refused, the most frequent first.</summary>
    public required ImmutableArray<FailureCause> Causes { get; init; }

    /// <summary>The last attempts that ended, by time; apps that were left alone are not in it.</summary>
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
    /// <param name="clock">The time.</param>
    /// <returns>The report.</returns>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public static BatchReport Of(string journal, JournalViews journals, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(journals);
        ArgumentNullException.ThrowIfNull(clock);
        var counter = new ReportCounter(journal, journals);
        foreach (var app in journals.Apps())
        {
            counter.Add(app);
        }

        return new BatchReport
        {
            Journal = journal,
            Program = EngineVersion.Text,
            Made = clock.GetUtcNow(),
            Profile = journals.Plan.Profile,
            Plan = journals.Plan,
            IsPlanSealed = journals.AreSealed(),
            Runs = [.. journals.Runs()],
            States = counter.States,
            Causes = counter.Causes(),
            Timeline = counter.Timeline(),
            Sizes = counter.Sizes(),
        };
    }
}
