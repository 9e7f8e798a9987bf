using System.Collections.Concurrent;
using System.Globalization;

namespace Migrator.Testing.Registries;

/// <summary>All repositories of a host and its open uploads; large blobs lie in a temporary folder.</summary>
internal sealed class RegistryStore(long keepAtMost) : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ConcurrentDictionary<string, RepositoryContent> _repositories = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, UploadSession> _sessions = new(StringComparer.Ordinal);
    private int _number;

    internal IEnumerable<string> Names => _repositories.Keys.Order(StringComparer.Ordinal);

    internal IEnumerable<RepositoryContent> Repositories => _repositories.Values;

    internal IEnumerable<UploadSession> Sessions => _sessions.Values;

    internal RepositoryContent GetOrAdd(string repository) => _repositories.GetOrAdd(repository, _ => new());

    internal RepositoryContent? Find(string repository) => _repositories.GetValueOrDefault(repository);

    internal UploadSession Open(string repository)
    {
        var id = NextId();
        return _sessions[id] = new UploadSession(id, repository, NewSink(id));
    }

    internal BlobSink NewSink() => NewSink(NextId());

    internal UploadSession? FindSession(string id) => _sessions.GetValueOrDefault(id);

    internal void Close(UploadSession session) => _sessions.TryRemove(session.Id, out _);

    internal void CloseAll() => _sessions.Clear();

    internal UploadSession? AnySession(string repository) =>
        _sessions.Values.FirstOrDefault(session => session.Repository == repository);

    public void Dispose()
    {
        foreach (var session in _sessions.Values)
        {
            session.Dispose();
        }

        _folder.Dispose();
    }

    private string NextId() =>
        $"00000000-0000-4000-8000-{Interlocked.Increment(ref _number).ToString("x12", CultureInfo.InvariantCulture)}";

    private BlobSink NewSink(string id) => new(_folder.Combine(id), keepAtMost);
}
