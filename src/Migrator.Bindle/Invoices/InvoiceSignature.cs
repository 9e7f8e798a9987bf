namespace Migrator.Bindle.Invoices;

/// <summary>One signature of an invoice, as written and unverified (spec/bindle.md 2.5).</summary>
public sealed record InvoiceSignature
{
    /// <summary>The signer's label; part of the signed text.</summary>
    public required string By { get; init; }

    /// <summary>Base64 of the 64 bytes of the Ed25519 signature.</summary>
    public required string Signature { get; init; }

    /// <summary>Base64 of the 32 bytes of the Ed25519 public key.</summary>
    public required string Key { get; init; }

    /// <summary>In which role the signer signed; part of the signed text.</summary>
    public required SignatureRole Role { get; init; }

    /// <summary>Seconds since 1970, UTC; not covered by the signature (spec/bindle.md 4.2).</summary>
    public required long At { get; init; }
}
