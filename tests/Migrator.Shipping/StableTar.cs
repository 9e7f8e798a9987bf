using System.Formats.Tar;

namespace Migrator.Shipping;

/// <summary>Tar files that are the same bytes each time: no dates, no owners but root.</summary>
internal sealed class StableTar(Stream output) : IDisposable
{
    public const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public const UnixFileMode Data = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead
        | UnixFileMode.OtherRead;

    private readonly TarWriter _writer = new(output, TarEntryFormat.Ustar, leaveOpen: true);

    public void File(string name, UnixFileMode mode, Stream content) =>
        Write(new UstarTarEntry(TarEntryType.RegularFile, name) { Mode = mode, DataStream = content });

    public void Folder(string name, UnixFileMode mode) =>
        Write(new UstarTarEntry(TarEntryType.Directory, name) { Mode = mode });

    public void Dispose() => _writer.Dispose();

    private void Write(UstarTarEntry entry)
    {
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        _writer.WriteEntry(entry);
    }
}
