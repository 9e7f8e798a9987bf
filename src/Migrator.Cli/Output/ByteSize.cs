using System.Globalization;

namespace Migrator.Cli.Output;

/// <summary>Sizes in bytes as people write and read them, in powers of 1,024.</summary>
internal static class ByteSize
{
    /// <summary>What a size looks like, for messages.</summary>
    public const string Rule = "a size; expected bytes, or a number with KiB, MiB or GiB";

    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Reads <c>4096</c>, <c>512KiB</c>, <c>64MiB</c>, <c>4GiB</c> or <c>1TiB</c>; at least 1 byte.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var unit = Math.Max(0, Array.FindIndex(Units, 1, unit => text.EndsWith(unit, StringComparison.Ordinal)));
        var digits = unit == 0 ? text : text[..^Units[unit].Length];
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
        {
            return false;
        }

        var factor = 1L << (10 * unit);
        bytes = count > long.MaxValue / factor ? 0 : count * factor;
        return bytes > 0;
    }

    /// <summary>Writes <c>17 B</c>, <c>4.0 KiB</c>, <c>1.2 GiB</c>.</summary>
    public static string Format(long bytes)
    {
        var unit = 0;
        var value = (double)bytes;
        while (value >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return unit == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes} B")
            : string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {Units[unit]}");
    }
}
