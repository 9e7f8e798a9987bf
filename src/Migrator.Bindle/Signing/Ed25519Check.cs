using NSec.Cryptography;

namespace Migrator.Bindle.Signing;

/// <summary>
/// Ed25519, strict: equation without cofactor, no number S above the group's order, no key and no R of small order
/// (spec/bindle.md 4.3, 10.4 rows 76 to 78).
/// </summary>
internal static class Ed25519Check
{
    private const int SignatureLength = 64;

    /// <summary>Judges one signature in the order of the reference, which decides between two faults.</summary>
    /// <param name="key">The key's bytes; null when its text is not base64.</param>
    /// <param name="signature">The signature's text.</param>
    /// <param name="text">What was signed.</param>
    public static SignatureState Judge(byte[]? key, string signature, ReadOnlySpan<byte> text)
    {
        if (key is null)
        {
            return SignatureState.CorruptKey;
        }

        if (!Base64Text.TryDecode(signature, out var bytes))
        {
            return SignatureState.CorruptSignature;
        }

        if (!Ed25519Point.IsOnCurve(key))
        {
            return SignatureState.CorruptKey;
        }

        // Bindle's reader of signatures refuses a number with one of the three highest bits before any arithmetic.
        if (bytes.Length != SignatureLength || (bytes[^1] & 0xE0) != 0)
        {
            return SignatureState.CorruptSignature;
        }

        return IsValid(key, bytes, text) ? SignatureState.Valid : SignatureState.Invalid;
    }

    /// <summary>Whether the key made the signature over the text.</summary>
    public static bool IsValid(ReadOnlySpan<byte> key, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> text) =>
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, key, KeyBlobFormat.RawPublicKey, out var known)
        && SignatureAlgorithm.Ed25519.Verify(known!, text, signature);

    /// <summary>Whether 64 bytes are a seed and the public key that follows from it (row 82).</summary>
    public static bool IsKeyPair(ReadOnlySpan<byte> pair)
    {
        if (pair.Length != 2 * Ed25519Point.Length)
        {
            return false;
        }

        var seed = pair[..Ed25519Point.Length];
        var point = pair[Ed25519Point.Length..];
        using var key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        return point.SequenceEqual(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }
}
