namespace Migrator.Bindle.Verification;

/// <summary>The spelling of a digest in a label: 64 lower-case hex digits (spec/bindle.md 10.2 row 33).</summary>
internal static class Sha256Text
{
    private const int Length = 64;

    /// <summary>Whether a text is a digest; only then may it become part of a path.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>True for exactly 64 digits of 0-9 and a-f.</returns>
    public static bool IsDigest(string? text) => text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);
}
