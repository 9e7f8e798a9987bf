using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Migrator.Shipping;

/// <summary>The PNG form of a square picture (PNG specification, 11.2).</summary>
internal static class Png
{
    private const uint CrcPolynomial = 0xedb88320;
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Writes a picture.</summary>
    /// <param name="size">Pixels a side.</param>
    /// <param name="pixels">Four bytes a pixel, row by row: red, green, blue, opacity.</param>
    public static byte[] Of(int size, byte[] pixels)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, size);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), size);
        (header[8], header[9]) = (8, 6); // Eight bits a channel; colours with opacity.
        return
        [
            .. Signature, .. Chunk("IHDR", header), .. Chunk("IDAT", Compressed(size, pixels)), .. Chunk("IEND", []),
        ];
    }

    private static byte[] Compressed(int size, byte[] pixels)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            foreach (var row in pixels.Chunk(size * 4))
            {
                zlib.WriteByte(0); // The filter of the row: none.
                zlib.Write(row);
            }
        }

        return output.ToArray();
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] content = [.. Encoding.ASCII.GetBytes(type), .. data];
        var chunk = new byte[content.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        content.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 4), Crc(content));
        return chunk;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ CrcPolynomial;
            }
        }

        return ~crc;
    }
}
