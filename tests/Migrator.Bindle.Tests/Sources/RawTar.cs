using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Migrator.Bindle.Tests.Sources;

/// <summary>Writes tar archives that no decent program would write.</summary>
internal sealed class RawTar
{
    private readonly List<byte> _bytes = [];

    public RawTar Folder(string name) => Entry(name, '5', []);

    public RawTar File(string name, byte[] data) => Entry(name, '0', data);

    /// <summary>Any entry; a length that differs from the data's is written as it is.</summary>
    public RawTar Entry(string name, char type, byte[] data, long? length = null)
    {
        if (name.Length > 100)
        {
            Entry("././@LongLink", 'L', Encoding.UTF8.GetBytes(name + "\0"));
        }

        var header = new byte[512];
        Encoding.UTF8.GetBytes(name).AsSpan(0, Math.Min(100, Encoding.UTF8.GetByteCount(name))).CopyTo(header);
        "0000644\0"u8.CopyTo(header.AsSpan(100));
        WriteLength(header.AsSpan(124, 12), length ?? data.Length);
        header[156] = (byte)type;
        "ustar\0"u8.CopyTo(header.AsSpan(257));
        "00"u8.CopyTo(header.AsSpan(263));
        Seal(header);
        _bytes.AddRange(header);
        return Bytes(data).Bytes(new byte[-data.Length & 511]);
    }

    /// <summary>The header of a POSIX extended entry.</summary>
    public RawTar Pax(string key, string value)
    {
        var body = $" {key}={value}\n";
        var length = Encoding.UTF8.GetByteCount(body);
        var total = length + 1;
        while (total != length + total.ToString(CultureInfo.InvariantCulture).Length)
        {
            total++;
        }

        return Entry("PaxHeader", 'x', Encoding.UTF8.GetBytes(total.ToString(CultureInfo.InvariantCulture) + body));
    }

    public RawTar Bytes(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>The archive with its end, packed.</summary>
    public byte[] Pack() => Gzip([.. _bytes, .. new byte[1024]]);

    /// <summary>The archive as far as it was written, packed.</summary>
    public byte[] PackWithoutEnd() => Gzip([.. _bytes]);

    public byte[] Unpacked() => [.. _bytes, .. new byte[1024]];

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static void WriteLength(Span<byte> field, long length)
    {
        if (length is >= 0 and < 1L << 33)
        {
            Encoding.ASCII.GetBytes(Convert.ToString(length, 8).PadLeft(11, '0')).CopyTo(field);
            return;
        }

        field[0] = length < 0 ? (byte)0xff : (byte)0x80;
        BinaryPrimitives.WriteInt64BigEndian(field[4..], length);
    }

    private static void Seal(byte[] header)
    {
        header.AsSpan(148, 8).Fill((byte)' ');
        var sum = header.Sum(value => value);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header.AsSpan(148));
    }
}
