using System.Diagnostics.CodeAnalysis;

namespace Migrator.Bindle.Signing;

/// <summary>
/// Base64 as Bindle reads it: the standard alphabet, padding whole, partial or absent, no white space, and no bits left
/// over (spec/bindle.md 4.3).
/// </summary>
internal static class Base64Text
{
    public static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        var bare = text.TrimEnd('=');
        var padding = (4 - (bare.Length % 4)) % 4;
        if (padding == 3 || text.Length - bare.Length > padding)
        {
            return false;
        }

        var decoded = new byte[(bare.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(bare.PadRight(bare.Length + padding, '='), decoded, out var length))
        {
            return false;
        }

        // The framework skips white space and bits left over; the way back shows both.
        bytes = decoded[..length];
        return Convert.ToBase64String(bytes).TrimEnd('=').Equals(bare, StringComparison.Ordinal);
    }
}
