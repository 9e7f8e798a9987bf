using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Signing;

/// <summary>What there is to say of each signature, whether or not the verdict hangs on it (row 74).</summary>
internal static class SignatureRemarks
{
    public static void Add(JudgedSignature signature, bool isAccepted, FindingList findings)
    {
        var subject = $"signature[{signature.Index}]";
        var passed = signature.Counts ? "" : " The strategy passes over it.";
        if (!signature.IsValid)
        {
            findings.Add(
                signature.IsKnown ? SigningFindings.InvalidByKnownKey : SigningFindings.InvalidByUnknownKey,
                subject,
                $"{subject}: {Describe(signature)} {Explain(signature)}{passed}");
        }
        else if (!signature.IsKnown)
        {
            findings.Add(
                SigningFindings.UnknownKey,
                subject,
                $"{subject}: {Describe(signature)} is valid, but its key is not in the keyring.{passed}",
                signature.Counts && !isAccepted ? FindingLevel.Warning : null);
        }
        else if (!signature.KnownAs.Any(entry => entry.Label.Equals(signature.Written.By, StringComparison.Ordinal)))
        {
            findings.Add(
                SigningFindings.OtherLabel,
                subject,
                $"{subject}: {Describe(signature)} is valid, but the keyring knows that key as " +
                $"{MessageText.Quote(signature.KnownAs[0].Label)}; go by the keyring.");
        }
    }

    /// <summary>A signature in one line: who says to have signed as what, and by which key.</summary>
    public static string Describe(JudgedSignature signature) =>
        $"the signature by {MessageText.Quote(signature.Written.By)} as " +
        $"{SignatureRoles.ToText(signature.Written.Role)} with the key {MessageText.Quote(signature.Written.Key)}";

    private static string Explain(JudgedSignature signature) => (signature.State, signature.IsKnown) switch
    {
        (SignatureState.CorruptKey, _) => "cannot be judged: expected the base64 of a public Ed25519 key.",
        (SignatureState.CorruptSignature, _) => "cannot be judged: expected the base64 of the 64 bytes of a signature.",
        (_, true) => "is not valid, though its key is in the keyring: name, version, parcels, signer or role changed.",
        _ => "is not valid, and its key is not in the keyring: anyone could have added it.",
    };
}
