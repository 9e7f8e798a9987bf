using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Migrator.Oci.Model;

/// <summary>
/// The SHA-256 of a blob: <c>sha256:</c> and 64 lower-case hex digits. No other algorithm is read or written.
/// </summary>
public readonly record struct Digest
{
    private const string Prefix = "sha256:";
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");
    private readonly string? _hex;

    private Digest(string hex) => _hex = hex;

    /// <summary>The 64 lower-case hex digits; 64 zeros for the default value, which is no blob's digest.</summary>
    public string Hex => _hex ?? new string('0', 64);

    /// <summary>Hashes bytes.</summary>
    /// <param name="content">The blob.</param>
    /// <returns>Its digest.</returns>
    public static Digest Of(ReadOnlySpan<byte> content) => FromHash(SHA256.HashData(content));

    /// <summary>Wraps a finished hash.</summary>
    /// <param name="hash">32 bytes.</param>
    /// <returns>The digest.</returns>
    /// <exception cref="ArgumentException">The hash is not 32 bytes long.</exception>
    public static Digest FromHash(ReadOnlySpan<byte> hash) =>
        hash.Length == SHA256.HashSizeInBytes
            ? new(Convert.ToHexStringLower(hash))
            : throw new ArgumentException($"A SHA-256 is 32 bytes long, not {hash.Length}.", nameof(hash));

    /// <summary>Takes bare hex, as a bindle's label has it.</summary>
    /// <param name="hex">64 lower-case hex digits.</param>
    /// <returns>The digest.</returns>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static Digest FromHex(string hex) =>
        IsHex(hex) ? new(hex) : throw new FormatException($"'{hex}' is not a SHA-256 of 64 lower-case hex digits.");

    /// <summary>Reads a digest.</summary>
    /// <param name="text"><c>sha256:</c> and 64 lower-case hex digits.</param>
    /// <param name="digest">The digest, when the text is one.</param>
    /// <returns>Whether the text is a digest.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        digest = default;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal) || !IsHex(text.AsSpan(Prefix.Length)))
        {
            return false;
        }

        digest = new Digest(text[Prefix.Length..]);
        return true;
    }

    /// <summary>Reads a digest or fails.</summary>
    /// <param name="text">As for <see cref="TryParse"/>.</param>
    /// <returns>The digest.</returns>
    /// <exception cref="FormatException">The text is not a digest.</exception>
    public static Digest Parse(string text) =>
        TryParse(text, out var digest)
            ? digest
            : throw new FormatException($"'{text}' is not a digest; expected sha256: and 64 lower-case hex digits.");

    /// <summary>The digest as text.</summary>
    /// <returns><c>sha256:</c> and 64 lower-case hex digits.</returns>
    public override string ToString() => Prefix + Hex;

    private static bool IsHex(ReadOnlySpan<char> text) => text.Length == 64 && !text.ContainsAnyExcept(LowerHex);
}
