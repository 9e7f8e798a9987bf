using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>The rule that stands between a label's text and a file name.</summary>
internal static class ParcelDigest
{
    private const int Length = 64;

    /// <summary>Whether a name is 64 hex digits of either case, as keys and digests are.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsHex(ReadOnlySpan<char> text)
    {
        if (text.Length != Length)
        {
            return false;
        }

        foreach (var digit in text)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Why a text is refused, as a sentence.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The sentence.</returns>
    public static string Refusal(string text) =>
        $"'{MessageText.Line(text)}' is not a SHA-256 in 64 lower-case hex digits, so no file is looked for.";
}
