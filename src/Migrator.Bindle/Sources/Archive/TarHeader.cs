using System.Text;

namespace Migrator.Bindle.Sources.Archive;

/// <summary>One header block of a tar archive: old, ustar or GNU (POSIX.1-1988, GNU tar's manual).</summary>
/// <param name="Name">The name with its prefix, as written.</param>
/// <param name="Type">The type flag.</param>
/// <param name="Length">The length of the data that follows, in bytes; never negative.</param>
internal readonly record struct TarHeader(string Name, byte Type, long Length)
{
    /// <summary>The size of a header, and what data is padded to.</summary>
    public const int BlockSize = 512;

    private static readonly Range NameField = 0..100;
    private static readonly Range LengthField = 124..136;
    private static readonly Range ChecksumField = 148..156;
    private static readonly Range PrefixField = 345..500;
    private const int TypeOffset = 156;
    private const int MagicOffset = 257;

    /// <summary>Reads a header.</summary>
    /// <param name="block">512 bytes.</param>
    /// <returns>The header.</returns>
    /// <exception cref="ArchiveFault">The checksum or a number is wrong.</exception>
    public static TarHeader Parse(ReadOnlySpan<byte> block)
    {
        if (!HasRightChecksum(block))
        {
            throw ArchiveFault.Damaged("the checksum of an entry's header is wrong");
        }

        var name = Text(block[NameField]);
        // Only the POSIX form has a prefix; GNU keeps other things there.
        if (IsPosix(block) && Text(block[PrefixField]) is { Length: > 0 } prefix)
        {
            name = $"{prefix}/{name}";
        }

        return new TarHeader(name, block[TypeOffset], Number(block[LengthField]));
    }

    /// <summary>Whether a block looks like the start of a tar archive.</summary>
    /// <param name="block">The first bytes of a file.</param>
    /// <returns>Whether the mark of POSIX or GNU is there.</returns>
    public static bool IsTar(ReadOnlySpan<byte> block) =>
        block.Length >= BlockSize && block[MagicOffset..].StartsWith("ustar"u8);

    private static bool IsPosix(ReadOnlySpan<byte> block) => block[MagicOffset..].StartsWith("ustar\0"u8);

    private static bool HasRightChecksum(ReadOnlySpan<byte> block)
    {
        long sum = 0;
        for (var i = 0; i < BlockSize; i++)
        {
            var inField = i >= ChecksumField.Start.Value && i < ChecksumField.End.Value;
            sum += inField ? (byte)' ' : block[i];
        }

        return Octal(block[ChecksumField]) == sum;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    private static long Number(ReadOnlySpan<byte> field) =>
        (field[0] & 0x80) != 0 ? Base256(field) : Octal(field) ?? throw BadLength();

    // GNU's form for lengths above 8 GiB: big-endian, the first bit set.
    private static long Base256(ReadOnlySpan<byte> field)
    {
        if (field[0] != 0x80 || field[1..^8].ContainsAnyExcept((byte)0) || (field[^8] & 0x80) != 0)
        {
            throw BadLength();
        }

        return System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(field[^8..]);
    }

    private static long? Octal(ReadOnlySpan<byte> field)
    {
        var digits = field.Trim(" \0"u8);
        long value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return value;
    }

    private static ArchiveFault BadLength() => ArchiveFault.Damaged("the length of an entry is no number");
}
