using Microsoft.Data.Sqlite;

namespace Migrator.Engine.Journal;

/// <summary>Reads a journal, also while a run writes it: everything comes from one moment.</summary>
public sealed class JournalView : IDisposable
{
    // The last that ended, or else goes on; the last that read the bindle; and the last that made an artifact of it.
    private const string Attempts = "SELECT app AS of_app, "
        + "COALESCE(MAX(CASE WHEN ended IS NOT NULL THEN id END), MAX(id)) AS last_id, "
        + "MAX(CASE WHEN invoice IS NOT NULL THEN id END) AS reader_id, "
        + "MAX(CASE WHEN blobs IS NOT NULL THEN id END) AS maker_id, "
        + "COUNT(*) AS attempts, SUM(bytes_pushed) AS sent FROM attempt GROUP BY app";

    private static readonly string AllApps = $"SELECT {AppRow.Columns}, lost, attempts, sent, "
        + $"{AttemptRow.ColumnsOf("last")}, {AttemptRow.ColumnsOf("reader")}, {AttemptRow.ColumnsOf("maker")} "
        + $"FROM app LEFT JOIN ({Attempts}) ON of_app = app.id "
        + "LEFT JOIN attempt AS last ON last.id = last_id "
        + "LEFT JOIN attempt AS reader ON reader.id = NULLIF(reader_id, last_id) "
        + "LEFT JOIN attempt AS maker ON maker.id = NULLIF(maker_id, last_id) ORDER BY app.id";

    private readonly string _path;
    private readonly SqliteConnection _connection;

    private JournalView(string path, SqliteConnection connection, BatchPlan plan) =>
        (_path, _connection, Plan) = (path, connection, plan);

    /// <summary>The plan.</summary>
    public BatchPlan Plan { get; }

    /// <summary>Opens a journal to read.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The view; what runs do from now on is not seen.</returns>
    /// <exception cref="JournalException">There is none, or it is not one.</exception>
    public static JournalView Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var connection = JournalFile.OpenToRead(path);
        try
        {
            // A reading transaction keeps one moment in sight.
            JournalFile.Guard(path, () =>
            {
                JournalFile.Execute(connection, "BEGIN");
                return true;
            });
            return JournalFile.Guard(path, () =>
            {
                var plan = PlanSeal.Read(connection);
                StateProof.Require(connection);
                return new JournalView(path, connection, plan);
            });
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether the plan is the one that was made: its digest is that of its rows. Reads all of it.</summary>
    /// <returns>Whether it is.</returns>
    public bool IsSealed() => JournalFile.Guard(_path, () => PlanSeal.ComputeDigest(_connection) == Plan.Digest);

    /// <summary>The runs, in order.</summary>
    /// <returns>The runs.</returns>
    public IReadOnlyList<RecordedRun> Runs() => JournalFile.Guard(_path, () =>
    {
        var runs = new List<RecordedRun>();
        using var query = new JournalStatement(
            _connection, "SELECT id, started, ended, ending, shard, program, folder, flags FROM run ORDER BY id");
        using var rows = query.Query();
        while (rows.Read())
        {
            runs.Add(ReadRun(rows));
        }

        // One run at a time has a journal.
        return runs.ConvertAll(run => run with { WasKilled = run.Ended is null && run.Number < runs.Count });
    });

    /// <summary>How many apps are in each state; they add up to the plan.</summary>
    /// <returns>The counts; states without apps are left out.</returns>
    public IReadOnlyDictionary<AppState, long> States() => States(Shard.Whole);

    /// <summary>How many apps of a part of the plan are in each state; they add up to the part.</summary>
    /// <param name="shard">Which part.</param>
    /// <returns>The counts; states without apps are left out.</returns>
    public IReadOnlyDictionary<AppState, long> States(Shard shard) => JournalFile.Guard(_path, () =>
    {
        ArgumentNullException.ThrowIfNull(shard);
        var states = new SortedDictionary<AppState, long>();
        using var query = new JournalStatement(
            _connection, $"SELECT state, COUNT(*) FROM app WHERE {AppPages.InShard("$1", "$2")} GROUP BY state");
        using var rows = query.Query(shard.Count, shard.Index - 1);
        while (rows.Read())
        {
            states.Add(RowValue.Known(rows, 0, number => (AppState)number), rows.GetInt64(1));
        }

        return states;
    });

    /// <summary>Every app of the plan once, in the order of the plan.</summary>
    /// <returns>The apps, read one by one.</returns>
    public IEnumerable<RecordedApp> Apps()
    {
        using var query = new JournalStatement(_connection, AllApps);
        using var rows = JournalFile.Guard(_path, () => query.Query());
        while (JournalFile.Guard(_path, rows.Read))
        {
            yield return JournalFile.Guard(_path, () => ReadApp(rows));
        }
    }

    /// <summary>The attempts at an app: number, start in milliseconds since 1970, and bytes sent.</summary>
    internal IReadOnlyList<(long Number, long Started, long Sent)> AttemptsAt(PlannedApp app) =>
        JournalFile.Guard(_path, () =>
        {
            var attempts = new List<(long, long, long)>();
            using var query = new JournalStatement(
                _connection, "SELECT id, started, bytes_pushed FROM attempt WHERE app = $1");
            using var rows = query.Query(app.Number);
            while (rows.Read())
            {
                attempts.Add((rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2)));
            }

            return attempts;
        });

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static RecordedRun ReadRun(SqliteDataReader row)
    {
        var run = new RecordedRun(
            row.GetInt64(0), RowValue.Time(row, 1), RowValue.TimeOrNull(row, 2),
            RowValue.NamedOrNull<RunEnding>(row, 3), RowValue.TextOrNull(row, 4), RowValue.Text(row, 5),
            RowValue.Text(row, 6), RowValue.Text(row, 7));
        return (run.Ended is null) == (run.Ending is null)
            && (run.Shard is null || Shard.TryParse(run.Shard, out _))
                ? run
                : throw new FormatException($"the ending or the part of run {run.Number} is none");
    }

    private static RecordedApp ReadApp(SqliteDataReader row)
    {
        const int First = AppRow.Count + 1;
        const int Last = First + 2;
        var app = new RecordedApp(AppRow.Read(row), 0, null, 0)
        {
            Lost = RowValue.TimeOrNull(row, AppRow.Count),
        };
        return row.IsDBNull(First)
            ? app
            : app with
            {
                Attempts = RowValue.SmallCount(row, First),
                Sent = RowValue.Count(row, First + 1),
                Last = AttemptRow.Read(row, Last),
                Reader = AttemptRow.ReadOrNull(row, Last + AttemptRow.Count),
                Maker = AttemptRow.ReadOrNull(row, Last + (2 * AttemptRow.Count)),
            };
    }
}
