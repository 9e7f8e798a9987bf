using System.Globalization;
using System.Text;

namespace Migrator.Conversion.Spin.Archive;

/// <summary>
/// The header of a file in a tar archive: ustar, and before it a PAX record of what ustar cannot say. Owner, time and
/// mode are the same for every file, so that equal files give equal archives.
/// </summary>
internal static class TarHeader
{
    /// <summary>The size of a block, in bytes; headers and contents fill whole blocks.</summary>
    public const int BlockSize = 512;

    private const int MaxNameLength = 100;
    private const long MaxUstarSize = (1L << 33) - 1;

    /// <summary>Writes the header of a file.</summary>
    /// <param name="path">Its path in the archive, <c>/</c> between segments.</param>
    /// <param name="size">Its length in bytes.</param>
    /// <returns>One block, or three and more with a PAX record.</returns>
    public static byte[] Of(string path, long size)
    {
        var records = Records(path, size);
        var header = Ustar(path, Math.Min(size, MaxUstarSize), '0');
        if (records.Length == 0)
        {
            return header;
        }

        var before = Ustar("PaxHeaders/" + path, records.Length, 'x');
        return [.. before, .. records, .. new byte[Padding(records.Length)], .. header];
    }

    /// <summary>How many bytes are missing to a whole block.</summary>
    /// <param name="size">The length in bytes.</param>
    public static int Padding(long size) => (int)((BlockSize - (size % BlockSize)) % BlockSize);

    private static byte[] Records(string path, long size)
    {
        var records = new List<byte>();
        if (!Ascii.IsValid(path) || path.Length > MaxNameLength)
        {
            records.AddRange(Record("path", path));
        }

        if (size > MaxUstarSize)
        {
            records.AddRange(Record("size", size.ToString(CultureInfo.InvariantCulture)));
        }

        return [.. records];
    }

    // A record starts with its own length in decimal, the length's digits counted.
    private static byte[] Record(string key, string value)
    {
        var body = Encoding.UTF8.GetBytes($" {key}={value}\n");
        var length = body.Length;
        while (body.Length + Decimal(length).Length != length)
        {
            length = body.Length + Decimal(length).Length;
        }

        return [.. Encoding.ASCII.GetBytes(Decimal(length)), .. body];
    }

    private static byte[] Ustar(string name, long size, char type)
    {
        var block = new byte[BlockSize];
        Write(block, 0, Plain(name));
        Write(block, 100, "0000644\0" + "0000000\0" + "0000000\0");
        Write(block, 124, Octal(size) + "\0" + "00000000000\0" + "        " + type);
        Write(block, 257, "ustar\0" + "00");
        var sum = block.Sum(unit => (long)unit);
        Write(block, 148, Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
        return block;
    }

    // Readers that know PAX take the path from the record; for others this name has to do.
    private static string Plain(string name)
    {
        var plain = string.Concat(name.Select(letter => char.IsAscii(letter) ? letter : '_'));
        return plain.Length > MaxNameLength ? plain[..MaxNameLength] : plain;
    }

    private static string Octal(long value) => Convert.ToString(value, 8).PadLeft(11, '0');

    private static string Decimal(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Write(byte[] block, int at, string text) => Encoding.ASCII.GetBytes(text, block.AsSpan(at));
}
