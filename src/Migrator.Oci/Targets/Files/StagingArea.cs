using Migrator.Shared;

namespace Migrator.Oci.Targets.Files;

/// <summary>
/// Where a writer keeps files that are not yet part of its target: a folder of its own, in the same file system, made
/// at the first use and removed with the writer. The folders of writers that have died are removed by the next one.
/// </summary>
/// <remarks>
/// Every writer holds the lock <c>NAME.lock</c> beside its folder <c>NAME</c> for as long as it lives: made before
/// the folder, let go after it. So a folder whose lock can be taken, or that has none, belongs to nobody.
/// </remarks>
internal sealed class StagingArea(string root) : IDisposable
{
    private const string LockSuffix = ".lock";
    private readonly Lock _gate = new();
    private readonly Stack<string> _madeFolders = new();
    private FileLock? _owner;
    private string? _folder;
    private bool _disposed;

    /// <summary>The lock by which writers of one target take turns. Use it only after <see cref="PathOf"/>.</summary>
    public string TurnLock { get; } = Path.Combine(root, "turn" + LockSuffix);

    /// <summary>A path in this writer's folder, which is made when it is not there.</summary>
    public string PathOf(string name)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return Path.Combine(_folder ??= Claim(), name);
        }
    }

    /// <summary>Makes the names of the folders durable that were made here, so that none gets lost.</summary>
    public void SyncMadeFolders()
    {
        lock (_gate)
        {
            foreach (var folder in _madeFolders)
            {
                FolderSync.Sync(Path.GetDirectoryName(folder)!);
            }
        }
    }

    /// <summary>Removes everything that is staged, and every folder made here that nothing else is in.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            if (_folder is not null)
            {
                Directory.Delete(_folder, recursive: true);
            }

            _owner?.Dispose();
            RemoveEmptyFolders();
        }
    }

    private string Claim()
    {
        while (true)
        {
            MakeFolder(root);
            try
            {
                RemoveDeadWriters();
                var folder = Path.Combine(root, Path.GetRandomFileName());
                if (FileLock.TryTake(folder + LockSuffix, FileMode.CreateNew) is { } owner)
                {
                    _owner = owner;
                    return Directory.CreateDirectory(folder).FullName;
                }
            }
            catch (DirectoryNotFoundException)
            {
                // Another writer ended and took the empty root away: make it again.
                continue;
            }
        }
    }

    private void MakeFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
        {
            MakeFolder(parent);
        }

        Directory.CreateDirectory(path);
        if (!_madeFolders.Contains(path))
        {
            _madeFolders.Push(path);
        }
    }

    private void RemoveDeadWriters()
    {
        foreach (var lockFile in Directory.GetFiles(root, "*" + LockSuffix))
        {
            using var dead = FileLock.TryTake(lockFile, FileMode.Open);
            if (dead is not null)
            {
                RemoveIfThere(lockFile[..^LockSuffix.Length]);
            }
        }

        foreach (var folder in Directory.GetDirectories(root))
        {
            if (!File.Exists(folder + LockSuffix))
            {
                RemoveIfThere(folder);
            }
        }
    }

    private static void RemoveIfThere(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void RemoveEmptyFolders()
    {
        var folders = _owner is null ? _madeFolders : _madeFolders.Prepend(root).Distinct();
        foreach (var folder in folders)
        {
            if (!TryRemoveEmpty(folder))
            {
                return;
            }
        }
    }

    // The system removes an empty folder or refuses, in one step; asking first would race with other writers.
    private static bool TryRemoveEmpty(string folder)
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(folder);
        }
    }
}
