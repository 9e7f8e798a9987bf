using System.Globalization;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Engine.Batch;

/// <summary>Values of batch files that are more than TOML's own types. A fault gives null or the default.</summary>
internal static class BatchValues
{
    private const long MaxSeconds = 366L * 86_400;

    /// <summary>One of some words.</summary>
    public static T Choice<T>(
        TomlTableReader reader, string key, T otherwise, BatchFaults faults, params ReadOnlySpan<(string, T)> words)
    {
        if (reader.OptionalString(key) is not { } text)
        {
            return otherwise;
        }

        var known = new List<string>();
        foreach (var (word, value) in words)
        {
            if (string.Equals(word, text, StringComparison.Ordinal))
            {
                return value;
            }

            known.Add(word);
        }

        faults.Add(reader, key, $"{MessageText.Quote(text)} is not known; expected {string.Join(" or ", known)}.");
        return otherwise;
    }

    /// <summary>A whole number within bounds.</summary>
    public static long? Number(TomlTableReader reader, string key, long least, long most, BatchFaults faults)
    {
        if (reader.OptionalInteger(key) is not { } number || (number >= least && number <= most))
        {
            return reader.OptionalInteger(key);
        }

        faults.Add(reader, key, most == int.MaxValue
            ? $"{number} is too small; expected {least} or more."
            : $"{number} is out of bounds; expected {least} to {most}.");
        return null;
    }

    /// <summary>A range of versions.</summary>
    public static BindleVersionRange? Range(TomlTableReader reader, string key, BatchFaults faults)
    {
        var text = reader.OptionalString(key);
        if (text is not null && !BindleVersionRange.TryParse(text, out _))
        {
            faults.Add(reader, key, $"{MessageText.Quote(text)} is not a range of versions; expected one such as "
                + "\"^1.2\", \">=1.0 <3\" or \"1.x || 2.x\".");
        }

        return BindleVersionRange.TryParse(text, out var range) ? range : null;
    }

    /// <summary>A time such as <c>36h</c>.</summary>
    public static TimeSpan? Duration(TomlTableReader reader, string key, BatchFaults faults)
    {
        if (reader.OptionalString(key) is not { } text)
        {
            return null;
        }

        if (TryQuantity(text, ["s", "m", "h", "d"], [1, 60, 3_600, 86_400], out var seconds) && seconds <= MaxSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        faults.Add(reader, key, $"{MessageText.Quote(text)} is not a time up to a year; expected a number with s, m, h "
            + "or d, such as \"36h\".");
        return null;
    }

    /// <summary>A size such as <c>500GiB</c>, in bytes.</summary>
    public static long? Size(TomlTableReader reader, string key, BatchFaults faults)
    {
        if (reader.OptionalString(key) is not { } text)
        {
            return null;
        }

        if (TryQuantity(text, ["KiB", "MiB", "GiB", "TiB"], [1L << 10, 1L << 20, 1L << 30, 1L << 40], out var bytes))
        {
            return bytes;
        }

        faults.Add(reader, key, $"{MessageText.Quote(text)} is not a size; expected a number with KiB, MiB, GiB or "
            + "TiB, such as \"500GiB\".");
        return null;
    }

    private static bool TryQuantity(string text, string[] units, long[] factors, out long value)
    {
        value = 0;
        var unit = Array.FindIndex(units, unit => text.EndsWith(unit, StringComparison.Ordinal));
        if (unit < 0 || !long.TryParse(
            text.AsSpan(0, text.Length - units[unit].Length), NumberStyles.None, CultureInfo.InvariantCulture,
            out var count) || count < 1 || count > long.MaxValue / factors[unit])
        {
            return false;
        }

        value = count * factors[unit];
        return true;
    }
}
