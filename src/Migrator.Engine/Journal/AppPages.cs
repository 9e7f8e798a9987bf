using Microsoft.Data.Sqlite;

namespace Migrator.Engine.Journal;

/// <summary>Reads the apps of a plan in the order of a run, a page at a time.</summary>
internal sealed class AppPages : IDisposable
{
    private const int PageSize = 200;

    // Every artifact has blobs, and they are counted from the first on.
    private const string WasBegun = "EXISTS(SELECT 1 FROM attempt AS begun WHERE begun.app = app.id "
        + "AND (begun.ended IS NULL OR begun.status = 'Done' OR (begun.blobs_pushed + begun.blobs_there > 0 "
        + "AND begun.status NOT IN ('AlreadyThere', 'Skipped'))))";

    private readonly string _path;
    private readonly JournalStatement _page;
    private readonly JournalStatement _count;
    private readonly Shard _shard;

    /// <summary>Makes the reader.</summary>
    /// <param name="path">The journal, for messages.</param>
    /// <param name="connection">An open connection, used by nobody else.</param>
    /// <param name="shard">Which part.</param>
    /// <param name="states">Which states are meant.</param>
    public AppPages(string path, SqliteConnection connection, Shard shard, params ReadOnlySpan<AppState> states)
    {
        (_path, _shard) = (path, shard);
        var chosen = $"state IN ({string.Join(',', states.ToArray().Select(state => (int)state))})";
        _page = new JournalStatement(
            connection,
            $"SELECT {AppRow.Columns}, {WasBegun}, lost IS NOT NULL FROM app WHERE (turn, id) > ($1, $2) "
            + $"AND {InShard("$3", "$4")} AND {chosen} ORDER BY turn, id LIMIT {PageSize}");
        _count = new JournalStatement(
            connection, $"SELECT COUNT(*) FROM app WHERE {InShard("$1", "$2")} AND {chosen}");
    }

    /// <summary>The condition that an app is in a part, of <see cref="Shard.Count"/> and the index from 0.</summary>
    public static string InShard(string count, string index) => $"(id - 1) % {count} = {index}";

    /// <summary>How many there are now.</summary>
    public long Count() => JournalFile.Guard(
        _path, () => (long)_count.Scalar(_shard.Count, _shard.Index - 1)!);

    /// <summary>Each app that is in one of the states when its page is read; none comes twice.</summary>
    public IEnumerable<PlannedApp> Read()
    {
        var (turn, number) = (0L, 0L);
        while (ReadPage(turn, number) is { Count: > 0 } page)
        {
            foreach (var (app, _) in page)
            {
                yield return app;
            }

            (turn, number) = (page[^1].Turn, page[^1].App.Number);
        }
    }

    public void Dispose()
    {
        _page.Dispose();
        _count.Dispose();
    }

    private List<(PlannedApp App, long Turn)> ReadPage(long turn, long number) => JournalFile.Guard(_path, () =>
    {
        var page = new List<(PlannedApp, long)>(PageSize);
        using var rows = _page.Query(turn, number, _shard.Count, _shard.Index - 1);
        while (rows.Read())
        {
            var app = AppRow.Read(rows) with
            {
                WasBegun = rows.GetBoolean(AppRow.Count),
                WasLost = rows.GetBoolean(AppRow.Count + 1),
            };
            page.Add((app, AppRow.Turn(rows)));
        }

        return page;
    });
}
