using Microsoft.Data.Sqlite;

namespace Migrator.Engine.Journal;

/// <summary>A reading of apps over a connection of its own, beside the writer's.</summary>
internal sealed class AppReading : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly AppPages _pages;

    public AppReading(string path, Shard shard, ReadOnlySpan<AppState> states)
    {
        _connection = JournalFile.OpenToRead(path);
        _pages = new AppPages(path, _connection, shard, states);
    }

    public long Count() => _pages.Count();

    public IEnumerable<PlannedApp> Apps() => _pages.Read();

    public void Dispose()
    {
        _pages.Dispose();
        _connection.Dispose();
    }
}
