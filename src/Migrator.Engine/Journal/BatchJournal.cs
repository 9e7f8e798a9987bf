using Microsoft.Data.Sqlite;
using Migrator.Engine.Batch;
using Migrator.Engine.Pushing;
using Migrator.Oci.Targets.Registry;
using Migrator.Shared;

namespace Migrator.Engine.Journal;

/// <summary>The journal of a batch, opened to run it: the plan, and what was done of it. One run at a time.</summary>
/// <remarks>
/// One SQLite file with a write-ahead log beside it. What is told to be done is on the disk first: it is true after the
/// process was killed at any instant, and after the disk was full.
/// </remarks>
public sealed class BatchJournal : IAsyncDisposable
{
    private readonly JournalLock _lock;
    private readonly SqliteConnection _connection;
    private readonly JournalWriter _writer;
    private readonly JournalStatement _beginRun;
    private readonly JournalStatement _endRun;
    private readonly JournalStatement _beginAttempt;
    private readonly JournalStatement _endAttempt;
    private readonly JournalStatement _keepCounts;
    private readonly JournalStatement _setState;
    private readonly JournalStatement _lose;
    private readonly UploadTable _uploads;
    private long _lastAttempt;
    private long _lastRun;

    private BatchJournal(string path, JournalLock held, SqliteConnection connection, BatchPlan plan)
    {
        (Path, _lock, _connection, Plan) = (path, held, connection, plan);
        _beginRun = new(connection, "INSERT INTO run(id, started, shard, program, folder, flags) "
            + "VALUES ($1, $2, $3, $4, $5, $6)");
        _endRun = new(connection, "UPDATE run SET ended = $1, ending = $2 WHERE id = $3");
        _beginAttempt = new(connection, "INSERT INTO attempt(id, app, run, started) VALUES ($1, $2, $3, $4)");
        _endAttempt = new(connection, "UPDATE attempt SET ended = $1, status = $2, manifest = $3, referrer = $4, "
            + "blobs_pushed = $5, blobs_there = $6, bytes_pushed = $7, bytes_there = $8, cause = $9, findings = $10, "
            + "cloud_app = $11, cloud_repository = $12, revision = $13, url = $14, invoice = $15, signatures = $16, "
            + "parcels = $17, parcel_bytes = $18, blobs = $19, bytes = $20 WHERE id = $21");
        _keepCounts = new(connection, "UPDATE attempt SET blobs_pushed = $1, blobs_there = $2, bytes_pushed = $3, "
            + "bytes_there = $4 WHERE id = $5");
        _setState = new(connection, "UPDATE app SET state = $1 WHERE id = $2");
        _lose = new(connection, $"UPDATE app SET state = {(int)AppState.Waiting}, lost = $1 WHERE id = $2");
        (_lastRun, _lastAttempt) = (Last("run"), Last("attempt"));
        _writer = new JournalWriter(path, connection);
        _uploads = new UploadTable(connection, _writer);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The plan in it.</summary>
    public BatchPlan Plan { get; }

    /// <summary>
    /// Where uploads of long blobs go on when a run is killed: for <see cref="RegistryOptions.Uploads"/>.
    /// </summary>
    public KeptUploads Uploads => _uploads.Uploads;

    /// <summary>Opens a journal that a plan made.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The journal, which nobody else can run until it is disposed.</returns>
    /// <exception cref="JournalException">
    /// There is none, it is not one, another run has it, it has hard links, or its plan was changed.
    /// </exception>
    public static BatchJournal Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var full = System.IO.Path.GetFullPath(path);
        // Before the lock, which would leave its file beside nothing.
        JournalFile.RequireThere(full);
        var real = JournalName.Real(full);
        JournalName.RequireOnly(real);
        var held = JournalLock.Take(real);
        SqliteConnection? connection = null;
        try
        {
            connection = JournalFile.OpenToWrite(full);
            return JournalFile.Guard(full, () => new BatchJournal(full, held, connection, ReadPlan(full, connection)));
        }
        catch
        {
            connection?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Reads the batch file that the plan was made of.</summary>
    /// <returns>The batch.</returns>
    /// <exception cref="JournalException">It is of another version of the program.</exception>
    public BatchFile ReadBatch() => Plan.ReadBatch(Path);

    /// <summary>Lets go of the journal, when what was recorded is on the disk.</summary>
    /// <returns>A task that ends when it is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        JournalStatement[] statements =
        [
            _beginRun, _endRun, _beginAttempt, _endAttempt, _keepCounts, _setState, _lose,
        ];
        _uploads.Dispose();
        foreach (var statement in statements)
        {
            statement.Dispose();
        }

        _connection.Dispose();
        _lock.Dispose();
    }

    /// <summary>Apps of the plan in the order of a run.</summary>
    internal AppReading Read(Shard shard, params ReadOnlySpan<AppState> states) => new(Path, shard, states);

    /// <summary>Records that a run begins.</summary>
    internal async Task<long> BeginRunAsync(
        DateTimeOffset at, Shard shard, string folder, IEnumerable<string> flags)
    {
        var run = ++_lastRun;
        await _writer.WriteAsync(() => _beginRun.Execute(
            run, at.ToUnixTimeMilliseconds(), shard.IsPart ? shard.ToString() : null, EngineVersion.Text,
            folder, ShellWords.Join(flags))).ConfigureAwait(false);
        return run;
    }

    /// <summary>Records that a run ends.</summary>
    internal Task EndRunAsync(long run, DateTimeOffset at, RunEnding ending) =>
        _writer.WriteAsync(() => _endRun.Execute(at.ToUnixTimeMilliseconds(), ending.ToString(), run));

    /// <summary>Records that an app begins.</summary>
    /// <returns>The attempt's number, and a task that ends when it is on the disk.</returns>
    internal (long Attempt, Task Begun) BeginAttempt(long run, PlannedApp app, DateTimeOffset at)
    {
        var attempt = Interlocked.Increment(ref _lastAttempt);
        return (attempt, _writer.WriteAsync(() =>
        {
            _beginAttempt.Execute(attempt, app.Number, run, at.ToUnixTimeMilliseconds());
            _setState.Execute((int)AppState.Begun, app.Number);
        }));
    }

    /// <summary>Records what an attempt came to; ends when it is on the disk.</summary>
    internal Task EndAttemptAsync(long attempt, PlannedApp app, AttemptEnd end, DateTimeOffset at) =>
        _writer.WriteAsync(() =>
        {
            var counts = end.Counts;
            _endAttempt.Execute(
                at.ToUnixTimeMilliseconds(), end.Status.ToString(), end.Manifest?.ToString(), end.Referrer?.ToString(),
                counts.BlobsPushed, counts.BlobsAlreadyThere, counts.BytesPushed, counts.BytesAlreadyThere, end.Cause,
                FindingsText.Write(end.Findings), end.Deployment?.App, end.Deployment?.Repository,
                end.Deployment?.Revision, end.Deployment?.Url, end.Bindle?.Invoice, end.Bindle?.Signatures,
                end.Bindle?.Parcels, end.Bindle?.ParcelBytes, end.Blobs?.Count, end.Blobs?.Bytes, attempt);
            _setState.Execute((int)end.State, app.Number);
        });

    /// <summary>Records what an attempt sent that was stopped, and so never ends.</summary>
    internal Task KeepCountsAsync(long attempt, PushCounts counts) => _writer.WriteAsync(() => _keepCounts.Execute(
        counts.BlobsPushed, counts.BlobsAlreadyThere, counts.BytesPushed, counts.BytesAlreadyThere, attempt));

    /// <summary>Records that an app is to be migrated again: the target has lost it.</summary>
    internal Task ReopenAsync(PlannedApp app, DateTimeOffset at) =>
        _writer.WriteAsync(() => _lose.Execute(at.ToUnixTimeMilliseconds(), app.Number));

    /// <summary>Lets the file grow no further, as a full disk does; for tests.</summary>
    internal void StopGrowth() => JournalFile.Execute(_connection, "PRAGMA max_page_count = 1");

    private static BatchPlan ReadPlan(string path, SqliteConnection connection)
    {
        var plan = PlanSeal.Read(connection);
        StateProof.Require(connection);
        return PlanSeal.ComputeDigest(connection) == plan.Digest ? plan : throw PlanSeal.Differs(path);
    }

    private long Last(string table)
    {
        using var last = new JournalStatement(_connection, $"SELECT COALESCE(MAX(id), 0) FROM {table}");
        return (long)last.Scalar()!;
    }
}
