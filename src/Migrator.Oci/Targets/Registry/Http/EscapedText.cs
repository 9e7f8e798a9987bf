using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>Reads what addresses, JSON and HTML write in place of a character.</summary>
internal static partial class EscapedText
{
    /// <summary>The text with its escapes read; those of control characters stay as they are.</summary>
    public static string Read(string text) => Escape().Replace(text, match =>
    {
        var meaning = MeaningOf(match.Value);
        return meaning.Any(char.IsControl) ? match.Value : meaning;
    });

    private static string MeaningOf(string escape) => escape switch
    {
        ['%', ..] => Uri.UnescapeDataString(escape),
        ['\\', 'u', .. var digits] => ((char)Number(digits, NumberStyles.AllowHexSpecifier)).ToString(),
        ['\\', var sign] => sign.ToString(),
        "&amp;" => "&",
        "&lt;" => "<",
        "&gt;" => ">",
        "&quot;" => "\"",
        "&apos;" => "'",
        ['&', '#', 'x' or 'X', .. var digits, ';'] => Of(Number(digits, NumberStyles.AllowHexSpecifier)),
        ['&', '#', .. var digits, ';'] => Of(Number(digits, NumberStyles.None)),
        _ => escape,
    };

    private static int Number(string digits, NumberStyles style) =>
        int.Parse(digits, style, CultureInfo.InvariantCulture);

    private static string Of(int rune) => Rune.IsValid(rune) ? new Rune(rune).ToString() : "";

    [GeneratedRegex(
        """(?:%[0-9a-f]{2})+|\\u[0-9a-f]{4}|\\[\\/"]|&#(?:x[0-9a-f]{1,6}|[0-9]{1,7});|&(?:amp|lt|gt|quot|apos);""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
