using System.Collections.Immutable;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Files;
using Migrator.Shared;

namespace Migrator.Oci.Targets.Archive;

/// <summary>
/// An OCI image layout in one tar file, as <c>skopeo</c> reads and writes it with <c>oci-archive:</c>.
/// </summary>
/// <remarks>
/// A tar cannot be changed in place. So blobs are staged beside the file, and the archive is written anew and renamed
/// when a tag is set, or when a referrer is pushed whose subject is in the archive already. Nothing is written at any
/// other time: manifests and referrers that no such call has followed are dropped with the target, and a call that
/// fails or is cancelled leaves the archive as it was. What an archive has already is carried over, a push that
/// changes nothing writes nothing, and equal content gives equal bytes. Parallel writers take turns, and each adds to
/// what the one before has written.
/// </remarks>
public sealed class ArchiveTarget : IndexedTarget
{
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly StagingArea _area;
    private readonly StagedBlobs _staged;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<ArchiveContent> _former = [];
    private ImmutableHashSet<Digest> _kept = [];
    private ImmutableList<Func<IndexDocument, IndexDocument>> _pending = [];
    private ArchiveContent? _content;
    private bool _disposed;

    private ArchiveTarget(string path, string description, ArchiveContent? content, TimeProvider? time)
        : base(description)
    {
        _path = path;
        _content = content;
        _time = time ?? TimeProvider.System;
        var staging = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.staging");
        _area = new StagingArea(staging);
        _staged = new StagedBlobs(_area, description, durable: false);
    }

    /// <summary>Opens an archive, or a file that can become one. Nothing is written yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">Times the waits for other writers; the system's clock when null.</param>
    /// <returns>The target.</returns>
    /// <exception cref="TargetException">The path is a folder, or a file that is no uncompressed archive.</exception>
    public static ArchiveTarget Open(string path, TimeProvider? time = null) => Open(path, mustBeThere: false, time);

    /// <summary>Opens an archive that is there, to read.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The target.</returns>
    /// <exception cref="TargetException">There is no such file, or it is no uncompressed archive.</exception>
    public static IReadOnlyTarget OpenReadOnly(string path) => Open(path, mustBeThere: true, time: null);

    /// <summary>Removes what was staged and not written; writes nothing.</summary>
    /// <returns>A task that ends when it is done.</returns>
    /// <exception cref="TargetException">It cannot be removed.</exception>
    public override ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            PlaceWork.Do(Description, "remove what was staged", Close);
        }

        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected override Task<IndexDocument> ReadIndexAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var written = _content?.Index ?? IndexDocument.Empty;
        return Task.FromResult(_pending.Aggregate(written, (index, change) => change(index)));
    }

    private protected override async Task ChangeIndexAsync(
        Func<IndexDocument, IndexDocument> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CommitAsync(change, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    // A referrer of what can be seen already goes in at once; any other waits for the tag that makes its subject seen.
    private protected override Task ListReferrerAsync(
        Digest subject, Func<IndexDocument, IndexDocument> change, CancellationToken cancellationToken)
    {
        if (_content?.LengthOrNull(ArchiveContent.BlobName(subject)) is not null)
        {
            return ChangeIndexAsync(change, cancellationToken);
        }

        ImmutableInterlocked.Update(ref _pending, pending => pending.Add(change));
        return Task.CompletedTask;
    }

    private protected override long? SizeOrNull(Digest digest) =>
        _staged.SizeOrNull(digest) ?? _content?.LengthOrNull(ArchiveContent.BlobName(digest));

    private protected override Stream? OpenOrNull(Digest digest) =>
        (_staged.SizeOrNull(digest) is null ? null : SharedFile.OpenOrNull(_staged.PathOf(digest)))
        ?? _content?.OpenOrNull(ArchiveContent.BlobName(digest));

    private protected override bool IsKept(Descriptor descriptor) =>
        (_kept.Contains(descriptor.Digest) && IsThere(descriptor))
        || (_staged.SizeOrNull(descriptor.Digest) is null && IsWritten(descriptor));

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
        await PushBlobAsync(descriptor, _ => new(MemoryBlob.Open(manifest)), cancellationToken).ConfigureAwait(false);
        var named = facts.Blobs.Append(descriptor).Select(blob => blob.Digest).ToArray();
        ImmutableInterlocked.Update(ref _kept, kept => kept.Union(named));
    }

    private static ArchiveTarget Open(string path, bool mustBeThere, TimeProvider? time)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        var description = $"oci-archive:{full}";
        if (Directory.Exists(full))
        {
            throw new TargetException(
                description, $"{description} is a folder; an archive is a file (a layout is named oci:DIR).");
        }

        if (mustBeThere && !File.Exists(full))
        {
            throw new TargetException(description, $"{description} is not there.");
        }

        return new ArchiveTarget(full, description, ReadOrNull(full, description), time);
    }

    private static ArchiveContent? ReadOrNull(string path, string description)
    {
        try
        {
            return File.Exists(path)
                ? PlaceWork.Do(description, "open", () => ArchiveContent.Read(path))
                : null;
        }
        catch (InvalidDataException broken)
        {
            throw new TargetException(
                description, $"{description} is no archive that can be read: {broken.Message.TrimEnd('.')}.", broken);
        }
    }

    private bool IsWritten(Descriptor descriptor) =>
        _content?.LengthOrNull(ArchiveContent.BlobName(descriptor.Digest)) == descriptor.Size;

    // The change is not noted before it is written, so there is nothing to take back when that fails.
    private async Task CommitAsync(Func<IndexDocument, IndexDocument> change, CancellationToken cancellationToken)
    {
        var pending = _pending;
        var changes = pending.Add(change);
        var written = _content?.Index ?? IndexDocument.Empty;
        var isWritten = ReferenceEquals(written, changes.Aggregate(written, (index, next) => next(index)));
        if (isWritten && _kept.All(digest => _staged.SizeOrNull(digest) is null))
        {
            return;
        }

        await GuardAsync("write the archive", async () =>
        {
            var staged = _area.PathOf("archive.tar");
            using var turn = await FileLock.AcquireAsync(_area.TurnLock, _time, cancellationToken)
                .ConfigureAwait(false);
            await WriteAsync(staged, changes, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        ImmutableInterlocked.Update(ref _pending, all => all.RemoveRange(0, pending.Count));
    }

    private async Task WriteAsync(
        string staged, ImmutableList<Func<IndexDocument, IndexDocument>> changes, CancellationToken cancellationToken)
    {
        // Another writer may have replaced the archive since it was opened here.
        using var current = ReadOrNull(_path, Description);
        var index = changes.Aggregate(current?.Index ?? IndexDocument.Empty, (before, change) => change(before));
        var kept = _kept;
        await ArchiveWriter.WriteAsync(staged, FilesOf(current, kept), index, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        File.Move(staged, _path, overwrite: true);
        FolderSync.Sync(Path.GetDirectoryName(_path)!);
        _area.SyncMadeFolders();
        Replace(kept);
    }

    private Dictionary<string, ArchiveWriter.Opener> FilesOf(ArchiveContent? current, ImmutableHashSet<Digest> kept)
    {
        var files = new Dictionary<string, ArchiveWriter.Opener>(StringComparer.Ordinal);
        foreach (var name in current?.Names ?? [])
        {
            files[name] = () => current!.OpenOrNull(name)!;
        }

        foreach (var digest in kept)
        {
            // What is not staged was in the archive when it was opened; it is taken from there.
            files[ArchiveContent.BlobName(digest)] = () => OpenOrNull(digest)
                ?? throw new IOException($"blob {digest} is gone");
        }

        return files;
    }

    // Streams that are still being read keep the former archive open, until this target is disposed.
    private void Replace(ImmutableHashSet<Digest> written)
    {
        if (_content is not null)
        {
            _former.Add(_content);
        }

        _content = ArchiveContent.Read(_path);
        foreach (var digest in written)
        {
            _staged.Drop(digest);
        }

        ImmutableInterlocked.Update(ref _kept, kept => kept.Except(written));
    }

    private void Close()
    {
        _content?.Dispose();
        _former.ForEach(content => content.Dispose());
        _area.Dispose();
        _turn.Dispose();
    }
}
