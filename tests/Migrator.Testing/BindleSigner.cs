using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;
using NSec.Cryptography;

namespace Migrator.Testing;

/// <summary>A key made for one test, and what it signs. Not for secrets: the seed follows from the label.</summary>
public sealed class BindleSigner : IDisposable
{
    private readonly Key _key;

    /// <summary>Makes a signer; the same label gives the same key.</summary>
    /// <param name="label">Whose the key is.</param>
    public BindleSigner(string label)
        : this(label, HashAlgorithm.Sha256.Hash(System.Text.Encoding.UTF8.GetBytes(label)))
    {
    }

    /// <summary>Makes a signer of a known key.</summary>
    /// <param name="label">Whose the key is.</param>
    /// <param name="seed">The 32 bytes of the secret key.</param>
    public BindleSigner(string label, ReadOnlySpan<byte> seed)
    {
        Label = label;
        _key = Key.Import(
            SignatureAlgorithm.Ed25519,
            seed,
            KeyBlobFormat.RawPrivateKey,
            new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });
        KeyId = Convert.ToBase64String(_key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>Whose the key is.</summary>
    public string Label { get; }

    /// <summary>The public key in base64.</summary>
    public string KeyId { get; }

    /// <summary>The key as a file of secret keys has it: base64 of seed and public key.</summary>
    public string KeyPair => Convert.ToBase64String(
        [.. _key.Export(KeyBlobFormat.RawPrivateKey), .. _key.PublicKey.Export(KeyBlobFormat.RawPublicKey)]);

    /// <summary>Base64 of a signature over bytes.</summary>
    public string Sign(ReadOnlySpan<byte> text) => Convert.ToBase64String(SignatureAlgorithm.Ed25519.Sign(_key, text));

    /// <summary>The invoice with one more signature.</summary>
    public Invoice Sign(Invoice invoice, SignatureRole role = SignatureRole.Creator) =>
        invoice with { Signatures = invoice.Signatures.Add(SignatureOf(invoice, role)) };

    /// <summary>The signature of an invoice.</summary>
    public InvoiceSignature SignatureOf(Invoice invoice, SignatureRole role = SignatureRole.Creator) => new()
    {
        By = Label,
        Signature = Sign(SignedText.Of(invoice).For(Label, role)),
        Key = KeyId,
        Role = role,
        At = 1_700_000_000,
    };

    /// <summary>The key as a keyring has it.</summary>
    public KeyringEntry Entry(params SignatureRole[] roles) => new(KeyId, Label, [.. roles]);

    /// <summary>The key as a keyring's file has it.</summary>
    public string EntryToml(params SignatureRole[] roles) => $"""
        [[key]]
        label = "{Label}"
        roles = [{string.Join(", ", roles.Select(role => $"\"{SignatureRoles.ToText(role)}\""))}]
        key = "{KeyId}"
        labelSignature = "{Sign(System.Text.Encoding.UTF8.GetBytes(Label))}"

        """;

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
