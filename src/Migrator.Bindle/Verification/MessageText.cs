using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Migrator.Bindle.Verification;

/// <summary>Makes text of unknown origin fit for one line of a message.</summary>
public static partial class MessageText
{
    private const int MaxLength = 80;
    private const int MaxLineLength = 400;

    /// <summary>The text in quotes, control characters escaped, cut after 80 characters.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>One line.</returns>
    public static string Quote(string text) => $"'{Escape(text)}'";

    /// <summary>The text with control characters escaped, cut after 80 characters.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>One line.</returns>
    public static string Escape(string text) => Escape(text, MaxLength);

    /// <summary>A path or a system's message with control characters escaped, cut after 400 characters.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>One line.</returns>
    public static string Line(string text) => Escape(text, MaxLineLength);

    /// <summary>The text without the users and passwords in its URLs, as those of proxies have.</summary>
    /// <param name="text">Any text; not yet cut, for a cut can take the sign away by which a password is known.</param>
    /// <returns>The text, with <c>***</c> in place of each.</returns>
    public static string WithoutLogins(string text) => LoginInUrl().Replace(text, "$1***@");

    /// <summary>A whole message with control characters escaped, not cut.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>One line; the very text when there is nothing to escape.</returns>
    internal static string OneLine(string text) =>
        text.EnumerateRunes().Any(IsEscaped) ? Escape(text, int.MaxValue) : text;

    private static string Escape(string text, int maxLength)
    {
        var escaped = new StringBuilder();
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (length++ == maxLength)
            {
                escaped.Append('…');
                break;
            }

            Append(escaped, rune);
        }

        return escaped.ToString();
    }

    // Beside control characters, those that change the order or the break of lines on a terminal.
    private static bool IsEscaped(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void Append(StringBuilder escaped, Rune rune)
    {
        if (IsEscaped(rune))
        {
            escaped.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
        }
        else
        {
            escaped.Append(rune.ToString());
        }
    }

    // A password may hold all but a slash, for that ends it in a URL.
    [GeneratedRegex(@"([A-Za-z][A-Za-z0-9+.-]*://)[^/]*@", RegexOptions.CultureInvariant)]
    private static partial Regex LoginInUrl();
}
