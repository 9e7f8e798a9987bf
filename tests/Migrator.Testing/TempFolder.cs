namespace Migrator.Testing;

/// <summary>A folder of its own for one test, removed with it.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    public TempFolder() => Path = Directory.CreateTempSubdirectory("bindle2oci-").FullName;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>A path below the folder; nothing is made.</summary>
    /// <param name="parts">Path below it.</param>
    public string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Copies a folder with all that is in it below this one.</summary>
    /// <param name="from">The folder.</param>
    /// <param name="name">What the copy is called; it is not there yet.</param>
    /// <returns>Where the copy is.</returns>
    public string CopyIn(string from, string name)
    {
        var copy = Combine(name);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var path = System.IO.Path.Combine(copy, System.IO.Path.GetRelativePath(from, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            File.Copy(file, path);
        }

        return copy;
    }

    /// <summary>
    /// Every file below the folder with its content's SHA-256, and every folder: to compare before and after.
    /// </summary>
    public string Fingerprint() => Fingerprint(Path);

    /// <summary>The same for any folder; "absent" when there is none.</summary>
    /// <param name="folder">The folder.</param>
    public static string Fingerprint(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return "absent";
        }

        var lines = Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => System.IO.Path.GetRelativePath(folder, path) + " " + Describe(path));
        return string.Join('\n', lines);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private static string Describe(string path) => Directory.Exists(path)
        ? "folder"
        : Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
}
