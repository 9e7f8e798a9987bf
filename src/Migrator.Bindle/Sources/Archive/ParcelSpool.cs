using Microsoft.Win32.SafeHandles;

namespace Migrator.Bindle.Sources.Archive;

/// <summary>
/// One nameless temporary file with the unpacked parcels one after the other: no name of an archive becomes a path.
/// </summary>
/// <remarks>Read by several threads at once; written by one, before.</remarks>
internal sealed class ParcelSpool : IDisposable
{
    private readonly SafeFileHandle _file;

    private ParcelSpool(SafeFileHandle file) => _file = file;

    /// <summary>How many bytes are in it.</summary>
    public long Length { get; private set; }

    /// <summary>Makes an empty one.</summary>
    /// <param name="folder">Where; null for the system's temporary folder.</param>
    /// <returns>The spool.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    public static ParcelSpool Create(string? folder)
    {
        var path = Path.Combine(folder ?? Path.GetTempPath(), "bindle2oci-" + Path.GetRandomFileName());
        var removal = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
        var file = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.Asynchronous | removal);
        if (!OperatingSystem.IsWindows())
        {
            // Unix keeps the bytes until the handle is closed, even when the process is killed; nothing stays behind.
            File.Delete(path);
        }

        return new ParcelSpool(file);
    }

    /// <summary>Adds bytes at the end.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await RandomAccess.WriteAsync(_file, bytes, Length, cancellationToken).ConfigureAwait(false);
        Length += bytes.Length;
    }

    /// <summary>Opens a part.</summary>
    /// <param name="slice">Which part.</param>
    /// <returns>A stream over it.</returns>
    public Stream Open(SpoolSlice slice) => new SpoolStream(_file, slice);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
