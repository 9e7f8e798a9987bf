using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Signing;

/// <summary>
/// The rules that Bindle's own programs do not have. Each is told of in any case; the policy says how much it weighs.
/// </summary>
internal static class StricterRules
{
    /// <summary>
    /// Keys used in roles that the keyring does not give them; decisive when the invoice is refused for it.
    /// </summary>
    public static void JudgeRoles(
        ImmutableArray<JudgedSignature> signatures,
        bool isDecisive,
        SignaturePolicy policy,
        FindingList findings)
    {
        foreach (var signature in signatures)
        {
            if (signature is not { IsValid: true, IsKnown: true, IsRoleGranted: false })
            {
                continue;
            }

            var (granted, role) = (GrantsOf(signature), SignatureRoles.ToText(signature.Written.Role));
            FindingLevel? level = (policy.KeepsKeysToTheirRoles, isDecisive && signature.Counts) switch
            {
                (true, true) => null,
                (true, false) => FindingLevel.Warning,
                _ => FindingLevel.Note,
            };
            findings.Add(
                SigningFindings.RoleNotGranted,
                $"signature[{signature.Index}]",
                $"signature[{signature.Index}]: the key of {Quote(signature)} signed as {role}, and the keyring " +
                $"gives it {granted}; Bindle does not look. Give the key that role in the keyring if it is to have it.",
                level);
        }
    }

    /// <summary>Keys that signed more than once.</summary>
    public static void JudgeRepeats(
        ImmutableArray<JudgedSignature> signatures,
        SignaturePolicy policy,
        FindingList findings)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var signature in signatures)
        {
            var key = signature.KeyId ?? signature.Written.Key;
            if (!first.TryAdd(key, signature.Index))
            {
                findings.Add(
                    SigningFindings.SignedTwice,
                    $"signature[{signature.Index}]",
                    $"signature[{signature.Index}]: the key {MessageText.Quote(key)} signed before, as " +
                    $"signature[{first[key]}]; one key signs once, though Bindle does not look.",
                    policy.RefusesRepeatedKeys ? null : FindingLevel.Note);
            }
        }
    }

    /// <summary>Control characters in what is signed.</summary>
    public static void JudgeText(Invoice invoice, SignaturePolicy policy, FindingList findings)
    {
        foreach (var (field, text) in SignedFields(invoice).Where(field => field.Text.Any(char.IsControl)))
        {
            findings.Add(
                SigningFindings.AmbiguousText,
                field,
                $"{field}: {MessageText.Quote(text)} holds a control character, so the signatures fit other invoices " +
                "too; Bindle does not look.",
                policy.RefusesAmbiguousText ? null : FindingLevel.Note);
        }
    }

    private static IEnumerable<(string Field, string Text)> SignedFields(Invoice invoice) =>
        invoice.Signatures.Select((signature, index) => ($"signature[{index}].by", signature.By))
            .Prepend(("bindle.name", invoice.Id.Name))
            .Concat(invoice.Parcels.Select((parcel, index) => ($"parcel[{index}].label.sha256", parcel.Label.Sha256)));

    private static string GrantsOf(JudgedSignature signature)
    {
        var granted = signature.KnownAs.SelectMany(entry => entry.Roles).Distinct();
        var roles = granted.Select(SignatureRoles.ToText).ToArray();
        return roles.Length == 0 ? "no role" : $"only {string.Join(", ", roles)}";
    }

    private static string Quote(JudgedSignature signature) => MessageText.Quote(signature.KnownAs[0].Label);
}
