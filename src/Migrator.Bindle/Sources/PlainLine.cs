using System.Globalization;
using System.Text;

namespace Migrator.Bindle.Sources;

/// <summary>Names from disks and archives as one harmless line of a message.</summary>
internal static class PlainLine
{
    private const int MaxLength = 160;

    /// <summary>The text without control and format characters, which would break a line or steer a terminal.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text, such characters as <c>\u{1B}</c>, cut after 160 characters.</returns>
    public static string Of(string text)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= MaxLength)
            {
                return line.Append('…').ToString();
            }

            _ = IsHarmless(rune)
                ? line.Append(rune.ToString())
                : line.Append(CultureInfo.InvariantCulture, $@"\u{{{rune.Value:X}}}");
        }

        return line.ToString();
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator);
}
