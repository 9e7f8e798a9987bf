using System.Text;
using Migrator.Shared;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>Reads what addresses, JSON and HTML write in place of a character.</summary>
internal static class EscapedText
{
    /// <summary>The text with its escapes read; those of control characters stay as they are.</summary>
    public static string Read(string text)
    {
        var read = new StringBuilder();
        Span<char> meaning = stackalloc char[2];
        var rest = text.AsSpan();
        for (var at = rest.IndexOfAny(EscapeSequence.Signs); at >= 0; at = rest.IndexOfAny(EscapeSequence.Signs))
        {
            read.Append(rest[..at]);
            rest = rest[at..];
            var length = Math.Max(1, EscapeSequence.Read(rest, meaning, out var written));
            var isRead = written > 0 && !char.IsControl(meaning[0]);
            read.Append(isRead ? meaning[..written] : rest[..length]);
            rest = rest[length..];
        }

        return read.Append(rest).ToString();
    }
}
