using Microsoft.Data.Sqlite;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pushing;

namespace Migrator.Engine.Journal;

/// <summary>Reads a journal, also while a run writes it: everything comes from one moment.</summary>
public sealed class JournalView : IDisposable
{
    private const string Attempts = "SELECT app AS of_app, MAX(CASE WHEN ended IS NULL THEN 0 ELSE id END) AS ended_id,"
        + " MAX(id) AS last_id, COUNT(*) AS attempts, SUM(bytes_pushed) AS sent FROM attempt GROUP BY app";

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
            return new JournalView(path, connection, JournalFile.Guard(path, () => PlanSeal.Read(connection)));
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
            runs.Add(new RecordedRun(
                rows.GetInt64(0), Time(rows, 1)!.Value, Time(rows, 2),
                Enum.TryParse<RunEnding>(AppRow.Text(rows, 3), out var ending) ? ending : null,
                AppRow.Text(rows, 4), rows.GetString(5), rows.GetString(6), rows.GetString(7)));
        }

        return runs;
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
            states.Add((AppState)rows.GetInt32(0), rows.GetInt64(1));
        }

        return states;
    });

    /// <summary>Every app of the plan once, in the order of the plan.</summary>
    /// <returns>The apps, read one by one.</returns>
    public IEnumerable<RecordedApp> Apps()
    {
        using var query = new JournalStatement(
            _connection,
            $"SELECT {AppRow.Columns}, attempts, sent, run, started, ended, status, attempt.manifest, "
            + "attempt.referrer, blobs_pushed, blobs_there, bytes_pushed, bytes_there, cause, attempt.findings, "
            + "cloud_app, cloud_repository, revision, url "
            + $"FROM app LEFT JOIN ({Attempts}) ON of_app = app.id "
            + "LEFT JOIN attempt ON attempt.id = CASE WHEN ended_id > 0 THEN ended_id ELSE last_id END "
            + "ORDER BY app.id");
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

    private static RecordedApp ReadApp(SqliteDataReader row)
    {
        const int First = AppRow.Count;
        return row.IsDBNull(First)
            ? new RecordedApp(AppRow.Read(row), 0, null, 0)
            : new RecordedApp(
                AppRow.Read(row), row.GetInt32(First), ReadAttempt(row, First + 2), row.GetInt64(First + 1));
    }

    private static RecordedAttempt ReadAttempt(SqliteDataReader row, int first) => new()
    {
        Run = row.GetInt64(first),
        Started = Time(row, first + 1)!.Value,
        Ended = Time(row, first + 2),
        Status = Enum.TryParse<JobStatus>(AppRow.Text(row, first + 3), out var status) ? status : null,
        Manifest = AppRow.Text(row, first + 4),
        Referrer = AppRow.Text(row, first + 5),
        Counts = new PushCounts(
            row.GetInt32(first + 6), row.GetInt32(first + 7), row.GetInt64(first + 8), row.GetInt64(first + 9)),
        Cause = AppRow.Text(row, first + 10),
        Findings = FindingsText.Read(AppRow.Text(row, first + 11)),
        Deployment = AppRow.Text(row, first + 13) is { } repository
            ? new RecordedDeployment(
                AppRow.Text(row, first + 12), repository, row.GetString(first + 14), AppRow.Text(row, first + 15))
            : null,
    };

    private static DateTimeOffset? Time(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
