using Migrator.Bindle.Sources.Archive;
using Migrator.Bindle.Sources.Disk;
using Migrator.Bindle.Sources.Trees;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources;

/// <summary>Opens the places on disk where bindles live, whichever kind lies at a path (spec/bindle.md 9).</summary>
public static class BindleSources
{
    /// <summary>
    /// Recognises and opens a standalone folder, a folder of standalone folders named by their keys, a standalone
    /// <c>.tar.gz</c>, a Bindle server's file store, the client's cache, or the sources that Hippo or Wagi took: a file
    /// named <c>HIPPOFACTS</c>, or a module map (<c>.toml</c>).
    /// </summary>
    /// <param name="path">The folder or file; may itself be a symbolic link. Links below it are not followed.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellationToken">Stops the opening, which for an archive unpacks it to a temporary file.</param>
    /// <returns>The source. Faults of content are findings of its bindles, not exceptions.</returns>
    /// <exception cref="BindleSourceException">
    /// Nothing is there, it cannot be read, or it is no bindle; for an embedded database (sled), the unrelated
    /// <c>BINDL001</c> format and other known look-alikes the message says what to do.
    /// </exception>
    public static async Task<IBindleSource> OpenAsync(
        string path, BindleSourceOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        var full = Resolve(path);
        try
        {
            return DiskEntry.Look(full).Kind switch
            {
                DiskEntryKind.Folder => FolderRecognition.Open(full, options),
                DiskEntryKind.File => await OpenFileAsync(full, options, cancellationToken).ConfigureAwait(false),
                _ => throw new BindleSourceException(path, $"There is nothing at {MessageText.Line(path)}. Check the "
                    + "path."),
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, failure);
        }
    }

    /// <summary>
    /// Whether a path is that of an application's sources by its name, <c>HIPPOFACTS</c> or <c>*.toml</c>; such a
    /// source can take modules from other bindles, see <see cref="BindleSourceOptions.OpenImports"/>.
    /// </summary>
    /// <param name="path">The path; nothing is looked at.</param>
    /// <returns>Whether <see cref="OpenAsync"/> would open it as an application's sources.</returns>
    public static bool IsApplicationSource(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TreeSource.IsNamedAsOne(path);
    }

    private static async Task<IBindleSource> OpenFileAsync(
        string path, BindleSourceOptions options, CancellationToken cancellationToken)
    {
        if (TreeSource.IsNamedAsOne(path))
        {
            return TreeSource.Of(path, options);
        }

        await FileRecognition.RequireGzipAsync(path, cancellationToken).ConfigureAwait(false);
        return await StandaloneArchiveSource.OpenAsync(path, options, cancellationToken).ConfigureAwait(false);
    }

    private static string Resolve(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new BindleSourceException(path, "The path of the bindle is empty or holds a NUL. Give a folder or "
                + "a .tar.gz.");
        }

        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        try
        {
            return DiskEntry.Look(full).Kind == DiskEntryKind.Link
                ? File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName
                : full;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, failure);
        }
    }

    private static BindleSourceException Unreadable(string path, Exception failure) =>
        new(path, $"{MessageText.Line(path)} cannot be read: {MessageText.Line(failure.Message)}", failure);
}
