using System.Globalization;
using System.Text;

namespace Migrator.Cli.Output;

/// <summary>
/// Text from a bindle made safe for a terminal: control characters, line breaks and characters that turn the direction
/// of text become <c>\u001b</c> and the like, so that a name can neither move the cursor nor pass for another.
/// </summary>
internal static class PlainText
{
    /// <summary>Any text.</summary>
    public static string Of(string text) => Escape(text, IsUnsafe);

    /// <summary>A JSON document, whose writer has escaped the control characters within its texts.</summary>
    public static string OfJson(string document) => Escape(document, TurnsText);

    private static string Escape(string text, Func<char, bool> isUnsafe)
    {
        var first = IndexOf(text, isUnsafe);
        if (first < 0)
        {
            return text;
        }

        var plain = new StringBuilder(text, 0, first, text.Length + 16);
        foreach (var unit in text.AsSpan(first))
        {
            if (isUnsafe(unit))
            {
                plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
            else
            {
                plain.Append(unit);
            }
        }

        return plain.ToString();
    }

    private static int IndexOf(string text, Func<char, bool> isUnsafe)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (isUnsafe(text[at]))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsUnsafe(char unit) => char.IsControl(unit) || TurnsText(unit);

    private static bool TurnsText(char unit) => char.GetUnicodeCategory(unit) is
        UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
