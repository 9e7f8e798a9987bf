namespace Migrator.Shipping;

/// <summary>
/// The icon of the packages, drawn here: a parcel, tied with a string, that lies on the layers of an image.
/// <c>src/icon.png</c> is what <c>dotnet run --project tests/Migrator.Shipping -- icon src/icon.png</c> writes.
/// </summary>
internal static class PackageIcon
{
    private const int Size = 128;
    private static readonly Rgb Ground = new(0x16, 0x32, 0x4f);
    private static readonly Rgb Layer = new(0x2f, 0x9e, 0x8f);
    private static readonly Rgb Parcel = new(0xf2, 0xb1, 0x34);
    private static readonly Rgb String = new(0xb8, 0x5c, 0x1a);

    // From the back to the front: centre, half width and height, radius of the corners, colour.
    private static readonly Shape[] Shapes =
    [
        new(64, 64, 62, 62, 24, Ground),
        new(64, 102, 42, 6, 5, Layer),
        new(64, 84, 42, 6, 5, Layer),
        new(64, 49, 31, 25, 5, Parcel),
        new(64, 49, 3.5, 25, 0, String),
        new(64, 43, 31, 3.5, 0, String),
        new(57, 20, 6, 4.5, 4.5, String),
        new(71, 20, 6, 4.5, 4.5, String),
    ];

    /// <summary>Writes it.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The exit code.</returns>
    public static int Write(string file)
    {
        File.WriteAllBytes(file, Png.Of(Size, Pixels()));
        return 0;
    }

    /// <summary>Four bytes a pixel, row by row: red, green, blue, opacity.</summary>
    public static byte[] Pixels()
    {
        var pixels = new byte[Size * Size * 4];
        for (var i = 0; i < Size * Size; i++)
        {
            Paint(pixels.AsSpan(i * 4, 4), (i % Size) + 0.5, (i / Size) + 0.5);
        }

        return pixels;
    }

    private static void Paint(Span<byte> pixel, double x, double y)
    {
        foreach (var shape in Shapes)
        {
            var cover = shape.CoverAt(x, y);
            pixel[0] = Mix(pixel[0], shape.Color.Red, cover);
            pixel[1] = Mix(pixel[1], shape.Color.Green, cover);
            pixel[2] = Mix(pixel[2], shape.Color.Blue, cover);
            pixel[3] = Mix(pixel[3], byte.MaxValue, cover);
        }
    }

    private static byte Mix(byte below, byte above, double cover) =>
        (byte)Math.Round((below * (1 - cover)) + (above * cover));

    private readonly record struct Rgb(byte Red, byte Green, byte Blue);

    private sealed record Shape(double X, double Y, double Width, double Height, double Radius, Rgb Color)
    {
        /// <summary>How much of a pixel is inside, by its distance from the edge.</summary>
        public double CoverAt(double x, double y)
        {
            var dx = Math.Abs(x - X) - Width + Radius;
            var dy = Math.Abs(y - Y) - Height + Radius;
            var outside = Math.Sqrt(Math.Pow(Math.Max(dx, 0), 2) + Math.Pow(Math.Max(dy, 0), 2));
            var distance = outside + Math.Min(Math.Max(dx, dy), 0) - Radius;
            return Math.Clamp(0.5 - distance, 0, 1);
        }
    }
}
