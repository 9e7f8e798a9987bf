using System.Globalization;
using System.Text;

namespace Migrator.Cli.Output;

/// <summary>
/// Text from a bindle made safe for a terminal: control characters, line breaks and characters that turn the direction
/// of text become <c>\u001b</c> and the like, so that a name can neither move the cursor nor pass for another.
/// </summary>
internal static class PlainText
{
    public static string Of(string text)
    {
        var first = IndexOfUnsafe(text);
        if (first < 0)
        {
            return text;
        }

        var plain = new StringBuilder(text, 0, first, text.Length + 16);
        foreach (var unit in text.AsSpan(first))
        {
            if (IsUnsafe(unit))
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

    private static int IndexOfUnsafe(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (IsUnsafe(text[at]))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsUnsafe(char unit) => char.GetUnicodeCategory(unit) is
        UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
