namespace Migrator.Bindle.Sources.Disk;

/// <summary>
/// A folder beside the one that is to be written, and the lock that says its writer lives: what a writer that was
/// killed left behind is removed by the next one for the same folder.
/// </summary>
internal sealed class StageClaim : IDisposable
{
    private const string Suffix = ".partial";
    private const string LockSuffix = ".lock";
    private readonly FileStream _lock;

    private StageClaim(string folder, FileStream held)
    {
        Folder = folder;
        _lock = held;
    }

    /// <summary>The folder to write to; not made yet.</summary>
    public string Folder { get; }

    /// <summary>Claims a new folder, after removing those of dead writers.</summary>
    /// <param name="parent">Where the folder goes.</param>
    /// <param name="name">The name of the folder that is to be written in the end.</param>
    /// <exception cref="IOException">The parent cannot be written.</exception>
    public static StageClaim Take(string parent, string name)
    {
        foreach (var path in Directory.GetFiles(parent, $".{name}.*{Suffix}{LockSuffix}"))
        {
            RemoveIfDead(path);
        }

        var folder = Path.Combine(parent, $".{name}.{Path.GetRandomFileName()}{Suffix}");
        return new StageClaim(folder, Hold(folder + LockSuffix, FileMode.CreateNew));
    }

    /// <summary>Lets go; the folder itself is its writer's business.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream Hold(string path, FileMode mode) =>
        new(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);

    private static void RemoveIfDead(string path)
    {
        try
        {
            using var dead = Hold(path, FileMode.Open);
            var folder = path[..^LockSuffix.Length];
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception alive) when (alive is IOException or UnauthorizedAccessException)
        {
            // Its writer lives, or another one is removing it: both are no fault of this one.
            return;
        }
    }
}
