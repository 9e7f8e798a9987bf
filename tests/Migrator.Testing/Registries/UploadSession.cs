namespace Migrator.Testing.Registries;

/// <summary>An upload that has begun. Requests on it come one after the other.</summary>
internal sealed class UploadSession(string id, string repository, BlobSink sink) : IDisposable
{
    internal string Id => id;

    internal string Repository => repository;

    internal BlobSink Sink => sink;

    /// <summary>Bytes of the chunk before this one.</summary>
    internal long LastChunk { get; set; } = long.MaxValue;

    internal SemaphoreSlim Turn { get; } = new(1, 1);

    public void Dispose()
    {
        sink.Dispose();
        Turn.Dispose();
    }
}
