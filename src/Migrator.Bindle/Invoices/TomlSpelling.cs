using System.Globalization;
using System.Text;

namespace Migrator.Bindle.Invoices;

/// <summary>
/// How the pretty style of the <c>toml</c> 0.5 library spells keys and strings (spec/spin-oci.md 1.7).
/// </summary>
internal static class TomlSpelling
{
    /// <summary>A key: bare when it can be, else in double quotes.</summary>
    public static string Key(string key) =>
        key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? key
            : $"\"{Escape(key, keepLines: false)}\"";

    /// <summary>
    /// A string: in single quotes when it can be, else in three of them, else with escapes; over several lines when it
    /// holds a line feed.
    /// </summary>
    public static string Text(string value)
    {
        var hasLines = value.Contains('\n', StringComparison.Ordinal);
        if (!CanBeLiteral(value))
        {
            return hasLines
                ? $"\"\"\"\n{Escape(value, keepLines: true)}\"\"\""
                : $"\"{Escape(value, keepLines: false)}\"";
        }

        if (hasLines)
        {
            return $"'''\n{value}'''";
        }

        return value.Contains('\'', StringComparison.Ordinal) ? $"'''{value}'''" : $"'{value}'";
    }

    private static bool CanBeLiteral(string value) =>
        !value.EndsWith('\'')
        && !value.Contains("'''", StringComparison.Ordinal)
        && !value.Any(c => IsControl(c) && c is not ('\t' or '\n'));

    private static string Escape(string value, bool keepLines)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            _ = c switch
            {
                '\b' => escaped.Append("\\b"),
                '\t' => escaped.Append("\\t"),
                '\n' when keepLines => escaped.Append('\n'),
                '\n' => escaped.Append("\\n"),
                '\f' => escaped.Append("\\f"),
                '\r' => escaped.Append("\\r"),
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                _ when IsControl(c) => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    private static bool IsControl(char c) => c is < ' ' or '\u007F';
}
