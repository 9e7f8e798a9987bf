using System.Text;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Archive;

/// <summary>
/// Reads the entries of a tar archive in order, long names included, never holding more than a header.
/// </summary>
/// <param name="bytes">The archive's bytes.</param>
/// <remarks>
/// The runtime's own reader takes a header's word for how much memory a long name needs, up to 2 GiB; this one allows
/// 64 KiB.
/// </remarks>
internal sealed class TarReader(InflatedBytes bytes)
{
    private const int MaxMetadata = 64 * 1024;
    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private long _left;
    private int _padding;
    private string _name = "";

    /// <summary>Goes to the next entry, past what was left of the one before.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The entry; null at the archive's end.</returns>
    /// <exception cref="ArchiveFault">The archive is damaged, truncated or over a limit.</exception>
    public async ValueTask<TarEntry?> NextAsync(CancellationToken cancellationToken)
    {
        string? longName = null;
        var pax = PaxRecords.None;
        while (await NextHeaderAsync(cancellationToken).ConfigureAwait(false) is { } header)
        {
            Start(header.Length, longName ?? header.Name);
            switch (header.Type)
            {
                case (byte)'L':
                    var name = await MetadataAsync(cancellationToken).ConfigureAwait(false);
                    longName = Encoding.UTF8.GetString(name).TrimEnd('\0');
                    break;
                case (byte)'x':
                    pax = PaxRecords.Parse(await MetadataAsync(cancellationToken).ConfigureAwait(false));
                    break;
                case (byte)'K' or (byte)'g':
                    // The target of a link, refused in any case; remarks about the whole archive.
                    await MetadataAsync(cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    return Enter(header, pax, longName);
            }
        }

        return null;
    }

    /// <summary>Reads data of the current entry.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The number of bytes; 0 at the entry's end.</returns>
    /// <exception cref="ArchiveFault">The archive is damaged, truncated or over a limit.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var wanted = (int)Math.Min(_left, buffer.Length);
        if (await bytes.ReadAsync(buffer[..wanted], cancellationToken).ConfigureAwait(false) < wanted)
        {
            throw ArchiveFault.Truncated(MessageText.Line(_name));
        }

        _left -= wanted;
        return wanted;
    }

    private void Start(long length, string name)
    {
        _left = length;
        _padding = (int)(-length & (TarHeader.BlockSize - 1));
        _name = name;
    }

    private TarEntry Enter(TarHeader header, PaxRecords pax, string? longName)
    {
        var name = pax.Path ?? longName ?? header.Name;
        Start(pax.Length ?? header.Length, name);
        return new TarEntry(name, pax.IsSparse ? TarEntryKind.Sparse : KindOf(header.Type, name), _left);
    }

    private static TarEntryKind KindOf(byte type, string name) => type switch
    {
        (byte)'\0' or (byte)'0' when name.EndsWith('/') => TarEntryKind.Folder,
        (byte)'\0' or (byte)'0' or (byte)'7' => TarEntryKind.File,
        (byte)'5' => TarEntryKind.Folder,
        (byte)'1' or (byte)'2' => TarEntryKind.Link,
        (byte)'S' => TarEntryKind.Sparse,
        _ => TarEntryKind.Special,
    };

    private async ValueTask<TarHeader?> NextHeaderAsync(CancellationToken cancellationToken)
    {
        await bytes.SkipAsync(_left, MessageText.Line(_name), cancellationToken).ConfigureAwait(false);
        await bytes.SkipAsync(_padding, MessageText.Line(_name), cancellationToken).ConfigureAwait(false);
        _left = 0;
        _padding = 0;
        var read = await bytes.ReadAsync(_block, cancellationToken).ConfigureAwait(false);
        if (read < TarHeader.BlockSize)
        {
            throw ArchiveFault.Truncated("the list of entries");
        }

        return _block.AsSpan().ContainsAnyExcept((byte)0) ? TarHeader.Parse(_block) : null;
    }

    private async ValueTask<byte[]> MetadataAsync(CancellationToken cancellationToken)
    {
        if (_left > MaxMetadata)
        {
            throw ArchiveFault.Damaged($"an entry's name or attributes take {_left} bytes, more than {MaxMetadata}");
        }

        var data = new byte[_left];
        await ReadAsync(data, cancellationToken).ConfigureAwait(false);
        return data;
    }
}
