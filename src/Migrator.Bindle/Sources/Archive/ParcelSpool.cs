using Microsoft.Win32.SafeHandles;
using Migrator.Bindle.Sources.Disk;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Archive;

/// <summary>
/// One nameless temporary file with the unpacked parcels one after the other: no name of an archive becomes a path.
/// </summary>
/// <remarks>Read by several threads at once; written by one, before.</remarks>
internal sealed class ParcelSpool : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _folder;

    /// <summary>Makes a spool of a file.</summary>
    /// <param name="file">The file, empty; the spool closes it.</param>
    /// <param name="folder">Where it is, for messages.</param>
    internal ParcelSpool(SafeFileHandle file, string folder) => (_file, _folder) = (file, folder);

    /// <summary>How many bytes are in it.</summary>
    public long Length { get; private set; }

    /// <summary>Makes an empty one.</summary>
    /// <param name="folder">Where.</param>
    /// <returns>The spool.</returns>
    /// <exception cref="BindleSourceException">The folder cannot be written.</exception>
    public static ParcelSpool Create(string folder)
    {
        try
        {
            return new ParcelSpool(CreateFile(folder), folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(folder, failure);
        }
    }

    /// <summary>Adds bytes at the end.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="BindleSourceException">The disk is full or fails.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await FileLimit.WithinAsync(() => RandomAccess.WriteAsync(_file, bytes, Length, cancellationToken))
                .ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            throw CannotWrite(_folder, failure);
        }

        Length += bytes.Length;
    }

    /// <summary>Opens a part.</summary>
    /// <param name="slice">Which part.</param>
    /// <returns>A stream over it.</returns>
    public Stream Open(SpoolSlice slice) => new SpoolStream(_file, slice);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static SafeFileHandle CreateFile(string folder)
    {
        var path = Path.Combine(folder, "bindle2oci-" + Path.GetRandomFileName());
        var removal = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
        var file = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.Asynchronous | removal);
        if (!OperatingSystem.IsWindows())
        {
            // Unix keeps the bytes until the handle is closed, even when the process is killed; nothing stays behind.
            File.Delete(path);
        }

        return file;
    }

    // A full disk may have room the next time; a folder that is not there or not ours stays so.
    private static BindleSourceException CannotWrite(string folder, Exception failure) => new(
        folder,
        $"The archive's parcels cannot be unpacked into the temporary folder {MessageText.Line(folder)}: "
            + $"{MessageText.Line(failure.Message)} Make room there, or name another folder.",
        failure)
    {
        Failure = failure is IOException and not (DirectoryNotFoundException or FileNotFoundException)
            ? SourceFailure.Temporary
            : SourceFailure.Unusable,
    };
}
