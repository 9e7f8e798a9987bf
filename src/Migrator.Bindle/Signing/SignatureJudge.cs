using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Signing;

/// <summary>Judges every signature of an invoice by itself.</summary>
internal static class SignatureJudge
{
    public static ImmutableArray<JudgedSignature> Judge(Invoice invoice, Keyring keyring, VerificationStrategy strategy)
    {
        var text = SignedText.Of(invoice);
        return
        [
            .. invoice.Signatures.Select((written, index) =>
            {
                var key = Base64Text.TryDecode(written.Key, out var bytes) ? bytes : null;
                var keyId = key is null ? null : Convert.ToBase64String(key);
                return new JudgedSignature
                {
                    Index = index,
                    Written = written,
                    KeyId = keyId,
                    State = Ed25519Check.Judge(key, written.Signature, text.For(written.By, written.Role)),
                    KnownAs = keyId is null ? [] : keyring.Find(keyId),
                    Counts = strategy.LooksAt(written.Role),
                };
            }),
        ];
    }
}
