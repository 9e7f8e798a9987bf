using Migrator.Oci.Model;
using Migrator.Oci.Targets.Files;
using Migrator.Shared;

namespace Migrator.Oci.Targets.Layout;

/// <summary>An OCI image layout in a folder (OCI image spec, image-layout.md).</summary>
/// <remarks>
/// Safe under parallel writers, threads and processes of this library. Blobs are staged beside the layout's own and
/// renamed into it when a manifest names them; <c>index.json</c> is replaced as a whole, under a lock. Every file is
/// synced to disk before it is renamed, and its folder after (not on Windows, which has no such call). What other
/// tools wrote is kept as it is. A folder that is not there is made with the first blob, and removed again when no
/// manifest follows.
/// </remarks>
public sealed class LayoutTarget : IndexedTarget
{
    private readonly LayoutFolder _folder;
    private readonly TimeProvider _time;
    private readonly StagingArea _area;
    private readonly StagedBlobs _staged;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private LayoutTarget(LayoutFolder folder, TimeProvider? time)
        : base(folder.Description)
    {
        _folder = folder;
        _time = time ?? TimeProvider.System;
        _area = new StagingArea(folder.Staging);
        _staged = new StagedBlobs(_area, folder.Description, durable: true);
    }

    /// <summary>Opens a layout, or a folder that can become one: new or empty. Nothing is written yet.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="time">Times the waits for other writers; the system's clock when null.</param>
    /// <returns>The target.</returns>
    /// <exception cref="TargetException">
    /// The path is a file, or a folder with other things in it, or cannot be read.
    /// </exception>
    public static LayoutTarget Open(string path, TimeProvider? time = null) =>
        Open(path, time, folder => folder.RequireLayoutOrRoomForOne());

    /// <summary>Opens a layout that is there, to read.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The target.</returns>
    /// <exception cref="TargetException">There is no layout, or it cannot be read.</exception>
    public static IReadOnlyTarget OpenReadOnly(string path) => Open(path, time: null, folder => folder.RequireLayout());

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        PlaceWork.Do(Description, "remove what was staged", _area.Dispose);
        _turn.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected override Task<IndexDocument> ReadIndexAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Guard("read index.json", _folder.ReadIndex));
    }

    private protected override async Task ChangeIndexAsync(
        Func<IndexDocument, IndexDocument> change, CancellationToken cancellationToken)
    {
        var before = await ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        if (ReferenceEquals(before, change(before)))
        {
            return;
        }

        await TakeTurnAsync("change index.json", () => Replace(change), cancellationToken).ConfigureAwait(false);
    }

    private protected override long? SizeOrNull(Digest digest) =>
        _staged.SizeOrNull(digest) ?? SharedFile.LengthOrNull(_folder.BlobPath(digest));

    // A blob that is renamed into the layout between the first two looks is found by the third.
    private protected override Stream? OpenOrNull(Digest digest) =>
        (_staged.SizeOrNull(digest) is null ? null : SharedFile.OpenOrNull(_staged.PathOf(digest)))
        ?? SharedFile.OpenOrNull(_folder.BlobPath(digest));

    // What is staged over a blob of the layout is to replace it, and is kept when it has.
    private protected override bool IsKept(Descriptor descriptor)
    {
        var path = _folder.BlobPath(descriptor.Digest);
        return _staged.SizeOrNull(descriptor.Digest) is null
            && Guard("look for a blob", () => SharedFile.LengthOrNull(path)) == descriptor.Size;
    }

    private protected override Task TakeAsync(
        Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken) =>
        _staged.StageAsync(descriptor, open, cancellationToken);

    private protected override async Task KeepAsync(
        Descriptor descriptor,
        ReadOnlyMemory<byte> manifest,
        ManifestFacts facts,
        bool wasKept,
        CancellationToken cancellationToken)
    {
        if (wasKept)
        {
            return;
        }

        await PushBlobAsync(descriptor, _ => new(MemoryBlob.Open(manifest)), cancellationToken).ConfigureAwait(false);
        await TakeTurnAsync("add a manifest", () => MoveIn([.. facts.Blobs, descriptor]), cancellationToken)
            .ConfigureAwait(false);
    }

    private static LayoutTarget Open(string path, TimeProvider? time, Action<LayoutFolder> require)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var folder = new LayoutFolder(path);
        PlaceWork.Do(folder.Description, "open", () => require(folder));
        return new LayoutTarget(folder, time);
    }

    // Threads of this process take turns first, so that only processes poll the lock.
    private async Task TakeTurnAsync(string what, Action work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await GuardAsync(what, async () =>
            {
                _area.PathOf("");
                using var turn = await FileLock.AcquireAsync(_area.TurnLock, _time, cancellationToken)
                    .ConfigureAwait(false);
                work();
                return true;
            }).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Replace(Func<IndexDocument, IndexDocument> change)
    {
        MakeLayout();
        var before = _folder.ReadIndex();
        var after = change(before);
        if (!ReferenceEquals(before, after))
        {
            WriteDurably(_folder.Index, after.ToBytes());
        }
    }

    private void MoveIn(IEnumerable<Descriptor> blobs)
    {
        MakeLayout();
        Directory.CreateDirectory(_folder.Blobs);
        foreach (var blob in blobs)
        {
            // Another writer may have brought the blob meanwhile; these bytes were checked, and are the same or better.
            _staged.TryMove(blob.Digest, _folder.BlobPath(blob.Digest));
        }

        FolderSync.Sync(_folder.Blobs);
        FolderSync.Sync(Path.GetDirectoryName(_folder.Blobs)!);
        FolderSync.Sync(_folder.Path);
    }

    private void MakeLayout()
    {
        if (!File.Exists(_folder.Marker))
        {
            _area.SyncMadeFolders();
            WriteDurably(_folder.Marker, LayoutFolder.MarkerBytes.Span);
        }

        if (!File.Exists(_folder.Index))
        {
            WriteDurably(_folder.Index, IndexDocument.Empty.ToBytes());
        }
    }

    private void WriteDurably(string path, ReadOnlySpan<byte> bytes)
    {
        var staged = _area.PathOf(Path.GetFileName(path));
        PartialFile.Write(staged, bytes, Description);
        File.Move(staged, path, overwrite: true);
        FolderSync.Sync(_folder.Path);
    }
}
