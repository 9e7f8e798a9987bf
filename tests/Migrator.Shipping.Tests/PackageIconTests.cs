using System.Buffers.Binary;
using System.IO.Compression;
using Migrator.Testing;

namespace Migrator.Shipping.Tests;

/// <summary>The icon that is kept is the one that is drawn.</summary>
public sealed class PackageIconTests
{
    [Fact]
    public void Icon_Kept_HasThePixelsThatAreDrawn()
    {
        var png = File.ReadAllBytes(RepositoryRoot.Combine("src", "icon.png"));
        var at = png.AsSpan().IndexOf("IDAT"u8);
        var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at - 4));
        using var zlib = new ZLibStream(new MemoryStream(png, at + 4, length), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);

        // Each row has one byte before its pixels.
        var pixels = rows.ToArray().Chunk(1 + (128 * 4)).SelectMany(row => row[1..]);

        Assert.Equal(PackageIcon.Pixels(), pixels);
    }
}
