namespace Migrator.Bindle.Signing;

/// <summary>What one signature is, whoever made it (spec/bindle.md 4.3, 4.7).</summary>
public enum SignatureState
{
    /// <summary>The key made it over exactly this invoice's signed text.</summary>
    Valid,

    /// <summary>The key did not make it over this text, or the key is too weak for anyone to tell.</summary>
    Invalid,

    /// <summary>The key is not base64 of 32 bytes, or no point of the curve.</summary>
    CorruptKey,

    /// <summary>The signature is not base64 of 64 bytes, or its number is far too large.</summary>
    CorruptSignature,
}
