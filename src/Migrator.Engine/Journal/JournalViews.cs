using System.Collections.Immutable;
using Migrator.Engine.Batch;

namespace Migrator.Engine.Journal;

/// <summary>
/// One or more journals of one plan, read as one: the copies that machines ran, each its own part of the plan.
/// </summary>
public sealed class JournalViews : IDisposable
{
    private readonly ImmutableArray<string> _paths;
    private readonly ImmutableArray<JournalView> _views;
    private readonly RunsOfJournals _runs;

    private JournalViews(ImmutableArray<string> paths, ImmutableArray<JournalView> views)
    {
        (_paths, _views) = (paths, views);
        _runs = new RunsOfJournals(views.Select(view => view.Runs()));
    }

    /// <summary>The plan that all of them have.</summary>
    public BatchPlan Plan => _views[0].Plan;

    /// <summary>Opens journals to read.</summary>
    /// <param name="paths">The files; at least one.</param>
    /// <returns>The journals, each at one moment.</returns>
    /// <exception cref="JournalException">
    /// One cannot be read, is of another plan than the first, or is given twice, by whatever path.
    /// </exception>
    public static JournalViews Open(params IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count, nameof(paths));
        var views = ImmutableArray.CreateBuilder<JournalView>(paths.Count);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var path in paths)
            {
                views.Add(JournalView.Open(path));
                RequireOnce(path, files);
                RequireSamePlan(path, views[^1].Plan, paths[0], views[0].Plan);
            }

            return new JournalViews([.. paths], views.ToImmutable());
        }
        catch
        {
            foreach (var view in views)
            {
                view.Dispose();
            }

            throw;
        }
    }

    /// <summary>Whether the plan of each is the one that was made: its digest is that of its rows. Reads all.</summary>
    /// <returns>Whether they are.</returns>
    public bool AreSealed() => _views.All(view => view.IsSealed());

    /// <summary>Fails when a plan is not the one that was made.</summary>
    /// <exception cref="JournalException">The digest of one differs from that of its rows.</exception>
    public void RequireSealed()
    {
        foreach (var (at, view) in _views.Index())
        {
            if (!view.IsSealed())
            {
                throw PlanSeal.Differs(_paths[at]);
            }
        }
    }

    /// <summary>
    /// The runs of all of them, numbered from 1, a journal's runs after those of the journal before; a run that several
    /// have, because one was copied after it, comes once.
    /// </summary>
    /// <returns>The runs.</returns>
    public IReadOnlyList<RecordedRun> Runs() => _runs.All;

    /// <summary>
    /// Every app of the plan once, in the order of the plan, as the journal says whose attempt ended last, or that
    /// found last that the target has lost it; but when that one only found what another journal's attempt had
    /// brought, as the other says. What was sent, and how often it was tried, is of all journals together. The order of
    /// the journals makes no difference.
    /// </summary>
    /// <returns>The apps, read one by one.</returns>
    public IEnumerable<RecordedApp> Apps()
    {
        var readings = _views.Select(view => view.Apps().GetEnumerator()).ToList();
        try
        {
            while (readings.TrueForAll(reading => reading.MoveNext()))
            {
                yield return Merge([.. readings.Select((reading, at) => Renumber(reading.Current, at))]);
            }
        }
        finally
        {
            readings.ForEach(reading => reading.Dispose());
        }
    }

    /// <summary>Reads the batch file that the plan was made of.</summary>
    /// <returns>The batch.</returns>
    /// <exception cref="JournalException">It is of another version of the program.</exception>
    public BatchFile ReadBatch() => Plan.ReadBatch(_paths[0]);

    /// <summary>Which journal has the last attempt at an app, and the run that made it.</summary>
    internal (string Path, RecordedRun? Run) OriginOf(RecordedApp app)
    {
        if (app.Last is not { } last)
        {
            return (_paths[0], null);
        }

        var (journal, run) = _runs.OriginOf(last.Run);
        return (_paths[journal], run);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var view in _views)
        {
            view.Dispose();
        }
    }

    private RecordedApp Merge(ImmutableArray<RecordedApp> entries)
    {
        var told = LastOf(entries)!;
        if (told.App.State == AppState.AlreadyThere)
        {
            told = LastOf(entries.Where(entry => entry.App.State == AppState.Done)) ?? told;
        }

        if (!entries.Any(entry => entry.Attempts > 0 && !ReferenceEquals(entry, told)))
        {
            return told;
        }

        // Who found that it is lost need not be who brought it.
        var isOpen = told.App.State is AppState.Waiting or AppState.Begun;
        return WithAllAttempts(isOpen ? told with { Last = LastEnded(entries) } : told) with
        {
            Reader = LastThat(attempt => attempt.Bindle is not null, entries),
            Maker = LastThat(attempt => attempt.Blobs is not null, entries),
        };
    }

    // Copies can tell of one and the same attempt: what is not there any more goes before what was, more before less.
    private static RecordedApp? LastOf(IEnumerable<RecordedApp> entries) => entries.MaxBy(entry =>
        (entry.Told, entry.App.State is not (AppState.Done or AppState.AlreadyThere), entry.Attempts));

    private static RecordedAttempt? LastEnded(IEnumerable<RecordedApp> entries) =>
        entries.Select(entry => entry.Last).MaxBy(last => (last is not null, last?.Ended ?? DateTimeOffset.MinValue));

    private static RecordedAttempt? LastThat(Func<RecordedAttempt, bool> isSo, IEnumerable<RecordedApp> entries) =>
        entries.SelectMany(entry => (RecordedAttempt?[])[entry.Last, entry.Reader, entry.Maker])
            .OfType<RecordedAttempt>().Where(isSo).MaxBy(attempt => attempt.Ended);

    // A journal that was copied after a run has its attempts too, and they were made once.
    private RecordedApp WithAllAttempts(RecordedApp told)
    {
        var attempts = _views.SelectMany(view => view.AttemptsAt(told.App))
            .GroupBy(attempt => (attempt.Number, attempt.Started), attempt => attempt.Sent)
            .Select(same => same.Max())
            .ToList();
        return told with { Attempts = attempts.Count, Sent = attempts.Sum() };
    }

    private RecordedApp Renumber(RecordedApp app, int journal) => app.Last is { } last
        ? app with { Last = last with { Run = _runs.NumberOf(journal, last.Run) } }
        : app;

    private static void RequireOnce(string path, Dictionary<string, string> files)
    {
        var file = JournalName.FileOf(path);
        if (!files.TryAdd(file, path))
        {
            throw new JournalException(
                path,
                JournalFailure.GivenTwice,
                $"The journal '{path}' is given twice, first as '{files[file]}'; give each copy once.");
        }
    }

    private static void RequireSamePlan(string path, BatchPlan plan, string firstPath, BatchPlan first)
    {
        if (plan.Digest != first.Digest)
        {
            throw new JournalException(
                path,
                JournalFailure.OtherPlan,
                $"The journals '{firstPath}' and '{path}' have different plans; a report takes copies of one.");
        }
    }
}
