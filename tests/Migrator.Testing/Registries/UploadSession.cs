namespace Migrator.Testing.Registries;

/// <summary>An upload that has begun. Requests on it come one after the other.</summary>
internal sealed class UploadSession(string id, string repository, BlobSink sink) : IDisposable
{
    internal string Id => id;

    internal string Repository => repository;

    internal BlobSink Sink => sink;

    /// <summary>Bytes of the chunk before this one.</summary>
    internal long LastChunk { get; set; } = long.MaxValue;

    /// <summary>The offset in the newest address the client was given.</summary>
    internal long Told { get; set; }

    internal SemaphoreSlim Turn { get; } = new(1, 1);

    public void Dispose()
    {
        sink.Dispose();
        Turn.Dispose();
    }
}
