using System.Collections.Immutable;

namespace Migrator.Engine.Journal;

/// <summary>
/// The runs of several journals, each run once: a journal that was copied after a run has that run too.
/// </summary>
internal sealed class RunsOfJournals
{
    private readonly List<RecordedRun> _runs = [];
    private readonly List<(int Journal, RecordedRun Run)> _origins = [];
    private readonly ImmutableArray<ImmutableArray<int>> _places;

    /// <summary>Numbers the runs.</summary>
    /// <param name="journals">The runs of each journal, numbered from 1 without a gap.</param>
    public RunsOfJournals(IEnumerable<IReadOnlyList<RecordedRun>> journals)
    {
        var known = new Dictionary<RecordedRun, int>();
        _places =
        [
            .. journals.Select((runs, journal) => runs.Select(run => Place(known, journal, run)).ToImmutableArray()),
        ];
    }

    /// <summary>The runs, numbered from 1, a journal's runs after those of the journal before.</summary>
    public IReadOnlyList<RecordedRun> All => _runs;

    /// <summary>The number that a run of a journal has here.</summary>
    /// <param name="journal">Which journal, from 0.</param>
    /// <param name="run">The run's number there.</param>
    public long NumberOf(int journal, long run) => _places[journal][(int)run - 1] + 1;

    /// <summary>The first journal that has a run, and the run as that journal tells of it.</summary>
    /// <param name="number">The run's number here.</param>
    public (int Journal, RecordedRun Run) OriginOf(long number) => _origins[(int)number - 1];

    private int Place(Dictionary<RecordedRun, int> known, int journal, RecordedRun run)
    {
        // What is known of a run when it begins tells it from every other.
        var begun = run with { Ended = null, Ending = null, WasKilled = false };
        if (known.TryAdd(begun, _runs.Count))
        {
            _runs.Add(run with { Number = _runs.Count + 1 });
            _origins.Add((journal, run));
        }
        else if (Tells(run) > Tells(_runs[known[begun]]))
        {
            // The other journal was copied while the run went on, or before one followed it.
            _runs[known[begun]] = run with { Number = known[begun] + 1 };
        }

        return known[begun];
    }

    // How much is known of its end.
    private static int Tells(RecordedRun run) => run switch
    {
        { Ended: not null } => 2,
        { WasKilled: true } => 1,
        _ => 0,
    };
}
