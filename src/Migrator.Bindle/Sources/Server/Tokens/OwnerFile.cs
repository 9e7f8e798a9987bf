namespace Migrator.Bindle.Sources.Server.Tokens;

/// <summary>A file for its owner's eyes only that is replaced whole or not at all.</summary>
/// <remarks>Begun before what it will hold is known, so that a place that takes no file is known in time.</remarks>
internal sealed class OwnerFile : IDisposable
{
    private readonly string _path;
    private readonly string _stagedPath;
    private readonly FileStream _staged;

    private OwnerFile(string path, string stagedPath, FileStream staged)
    {
        _path = path;
        _stagedPath = stagedPath;
        _staged = staged;
    }

    /// <summary>Makes an empty file beside the one that is to be replaced.</summary>
    /// <param name="path">That one; where it is a link, the file that it leads to.</param>
    /// <exception cref="IOException">None can be made there.</exception>
    /// <exception cref="UnauthorizedAccessException">None may be made there.</exception>
    public static OwnerFile Beside(string path)
    {
        var place = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        var stagedPath = $"{place}.{Path.GetRandomFileName()}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new OwnerFile(place, stagedPath, new FileStream(stagedPath, options));
    }

    /// <summary>Writes it and puts it in place.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be put there.</exception>
    public void Replace(ReadOnlySpan<byte> bytes)
    {
        _staged.Write(bytes);
        _staged.Flush(flushToDisk: true);
        _staged.Dispose();
        File.Move(_stagedPath, _path, overwrite: true);
    }

    /// <summary>Leaves nothing beside the file.</summary>
    public void Dispose()
    {
        _staged.Dispose();
        File.Delete(_stagedPath);
    }
}
