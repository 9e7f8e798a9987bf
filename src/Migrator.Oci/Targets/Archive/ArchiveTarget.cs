using System.Collections.Immutable;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Files;

namespace Migrator.Oci.Targets.Archive;

/// <summary>
/// An OCI image layout in one tar file, as <c>skopeo</c> reads and writes it with <c>oci-archive:</c>.
/// </summary>
/// <remarks>
/// A tar cannot be changed in place. So blobs are staged beside the file, and the archive is written anew and renamed
/// when a tag is set, or when the target is disposed with a referrer that is not in it yet; a manifest without either
/// is not kept. What an archive has already is carried over, a push that changes nothing writes nothing, and equal
/// content gives equal bytes. Parallel writers take turns, and each adds to what the one before has written.
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
    private ImmutableList<Func<IndexDocument, IndexDocument>> _changes = [];
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

    /// <inheritdoc/>
    public override Task<PushResult> PushBlobAsync(
        Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(open);
        return _staged.PushAsync(descriptor, open, () => IsThere(descriptor), cancellationToken);
    }

    /// <summary>Writes what is not written yet, and removes what was staged.</summary>
    /// <returns>A task that ends when the archive is durable.</returns>
    /// <exception cref="TargetException">The archive cannot be written.</exception>
    public override async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            if (!_changes.IsEmpty)
            {
                await CommitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            PlaceWork.Do(Description, "remove what was staged", Close);
        }
    }

    private protected override Task<IndexDocument> ReadIndexAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var written = _content?.Index ?? IndexDocument.Empty;
        return Task.FromResult(_changes.Aggregate(written, (index, change) => change(index)));
    }

    private protected override async Task ChangeIndexAsync(
        Func<IndexDocument, IndexDocument> change, bool isTag, CancellationToken cancellationToken)
    {
        var before = await ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        if (!ReferenceEquals(before, change(before)))
        {
            ImmutableInterlocked.Update(ref _changes, changes => changes.Add(change));
        }

        if (isTag && !_changes.IsEmpty)
        {
            await CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private protected override long? SizeOrNull(Digest digest) =>
        _staged.SizeOrNull(digest) ?? _content?.LengthOrNull(ArchiveContent.BlobName(digest));

    private protected override Stream? OpenOrNull(Digest digest) =>
        (_staged.SizeOrNull(digest) is null ? null : SharedFile.OpenOrNull(_staged.PathOf(digest)))
        ?? _content?.OpenOrNull(ArchiveContent.BlobName(digest));

    private protected override bool IsKept(Descriptor descriptor) =>
        IsWritten(descriptor) || (_kept.Contains(descriptor.Digest) && IsThere(descriptor));

    private protected override async Task<PushResult> KeepAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, ManifestFacts facts, CancellationToken cancellationToken)
    {
        var isThere = IsKept(descriptor) && facts.Blobs.All(IsKept);
        await PushBlobAsync(descriptor, _ => new(MemoryBlob.Open(manifest)), cancellationToken).ConfigureAwait(false);
        var named = facts.Blobs.Append(descriptor).Select(blob => blob.Digest).ToArray();
        ImmutableInterlocked.Update(ref _kept, kept => kept.Union(named));
        return isThere ? PushResult.AlreadyThere : PushResult.Pushed;
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

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var changes = _changes;
            if (changes.IsEmpty)
            {
                return;
            }

            await GuardAsync("write the archive", async () =>
            {
                var written = _area.PathOf("archive.tar");
                using var turn = await FileLock.AcquireAsync(_area.TurnLock, _time, cancellationToken)
                    .ConfigureAwait(false);
                await WriteAsync(written, changes, cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            ImmutableInterlocked.Update(ref _changes, all => all.RemoveRange(0, changes.Count));
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task WriteAsync(
        string written, ImmutableList<Func<IndexDocument, IndexDocument>> changes, CancellationToken cancellationToken)
    {
        // Another writer may have replaced the archive since it was opened here.
        using var current = ReadOrNull(_path, Description);
        var index = changes.Aggregate(current?.Index ?? IndexDocument.Empty, (before, change) => change(before));
        var kept = _kept;
        await ArchiveWriter.WriteAsync(written, FilesOf(current, kept), index, cancellationToken).ConfigureAwait(false);
        File.Move(written, _path, overwrite: true);
        FolderSync.TrySync(Path.GetDirectoryName(_path)!);
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
