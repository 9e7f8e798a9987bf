using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Signing;

/// <summary>Judges whether the signatures of an invoice are enough (spec/bindle.md 4).</summary>
public static class SignatureVerifier
{
    /// <summary>Judges an invoice's signatures; no clock is asked, for nobody signs the times in them.</summary>
    /// <param name="invoice">The invoice as written; digests are not put in lower case.</param>
    /// <param name="keyring">The keys that are trusted.</param>
    /// <param name="policy">What the signatures must be like.</param>
    /// <param name="place">Where the invoice lies, for findings; null when nowhere.</param>
    /// <returns>The verdict with its cause, each signature, and what the signatures cover.</returns>
    public static SignatureVerdict Verify(
        Invoice invoice,
        Keyring keyring,
        SignaturePolicy policy,
        string? place = null)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        ArgumentNullException.ThrowIfNull(keyring);
        ArgumentNullException.ThrowIfNull(policy);
        var findings = new FindingList(place);
        var blank = new SignatureVerdict
        {
            Outcome = SignatureOutcome.Refused,
            Strategy = policy.Strategy,
            Coverage = SignatureCoverage.Of(invoice),
        };
        var verdict = invoice.Signatures.Length > policy.MaxSignatures
            ? RefuseMany(invoice, policy, blank, findings)
            : Judge(invoice, SignatureJudge.Judge(invoice, keyring, policy.Strategy), policy, blank, findings);
        return verdict with { Findings = findings.ToImmutable() };
    }

    private static SignatureVerdict RefuseMany(
        Invoice invoice,
        SignaturePolicy policy,
        SignatureVerdict blank,
        FindingList findings)
    {
        findings.Add(
            SigningFindings.TooManySignatures,
            "signature",
            $"The invoice has {invoice.Signatures.Length} signatures; at most {policy.MaxSignatures} are judged.");
        return blank with { Cause = CauseIn(findings), Deviations = [SigningFindings.TooManySignatures] };
    }

    private static SignatureVerdict Judge(
        Invoice invoice,
        ImmutableArray<JudgedSignature> signatures,
        SignaturePolicy policy,
        SignatureVerdict blank,
        FindingList findings)
    {
        var reference = FindCause(invoice, signatures, policy, signature => signature.IsKnown);
        var verdict = blank with { ReferenceCause = reference, Signatures = signatures };
        if (signatures.IsEmpty && policy.Unsigned == UnsignedBindles.Accept)
        {
            findings.Add(
                SigningFindings.UnsignedAccepted,
                "signature",
                "The invoice is not signed; it is taken because unsigned bindles are accepted.");
            return verdict with { Outcome = SignatureOutcome.AcceptedUnsigned };
        }

        if (reference is not null)
        {
            AddRefusal(invoice, reference, policy, findings);
        }

        AddStricter(invoice, verdict, policy, findings);
        verdict = Conclude(verdict, findings);
        AddRemarks(verdict, findings);
        return verdict;
    }

    private static string? FindCause(
        Invoice invoice,
        ImmutableArray<JudgedSignature> signatures,
        SignaturePolicy policy,
        Func<JudgedSignature, bool> isKnown) =>
        StrategyRule.FindCause(invoice.HasSignatureField, signatures, policy.Strategy, isKnown);

    private static void AddRefusal(Invoice invoice, string cause, SignaturePolicy policy, FindingList findings)
    {
        var advice = invoice.Signatures.IsEmpty
            ? "Have it signed, or take unsigned bindles too (--require-signature=false; in a batch file "
                + "'unsigned = \"accept\"' below [signatures])."
            : "Add the signer's key to the keyring if it is to be trusted, or ask for another strategy.";
        findings.Add(
            SigningFindings.PolicyNotMet,
            "signature",
            $"{policy.Strategy} is not met: {MessageText.Line(cause)}. {advice}");
    }

    private static void AddStricter(
        Invoice invoice,
        SignatureVerdict verdict,
        SignaturePolicy policy,
        FindingList findings)
    {
        if (verdict.Signatures.IsEmpty)
        {
            return;
        }

        var isDecisive = policy.KeepsKeysToTheirRoles
            && verdict.ReferenceCause is null
            && FindCause(invoice, verdict.Signatures, policy, signature => signature.IsRoleGranted) is not null;
        StricterRules.JudgeRoles(verdict.Signatures, isDecisive, policy, findings);
        StricterRules.JudgeRepeats(verdict.Signatures, policy, findings);
        StricterRules.JudgeText(invoice, policy, findings);
    }

    private static SignatureVerdict Conclude(SignatureVerdict verdict, FindingList findings)
    {
        var errors = findings.ToImmutable().Where(finding => finding.IsError).Select(finding => finding.Kind);
        return verdict with
        {
            Outcome = findings.HasErrors ? SignatureOutcome.Refused : SignatureOutcome.Accepted,
            Cause = verdict.ReferenceCause ?? CauseIn(findings),
            Deviations = verdict.ReferenceCause is null ? [.. errors.Distinct()] : [],
        };
    }

    private static string? CauseIn(FindingList findings) =>
        findings.ToImmutable().FirstOrDefault(finding => finding.IsError)?.Message;

    private static void AddRemarks(SignatureVerdict verdict, FindingList findings)
    {
        foreach (var signature in verdict.Signatures)
        {
            SignatureRemarks.Add(signature, verdict.IsAccepted, findings);
        }

        if (verdict.IsAccepted)
        {
            var signers = verdict.Signatures.Where(signature => signature is { Counts: true, IsKnown: true });
            findings.Add(
                SigningFindings.PolicyMet,
                "signature",
                $"{verdict.Strategy} is met, by {string.Join("; ", signers.Select(SignatureRemarks.Describe))}.");
        }

        if (verdict.Signatures.Any(signature => signature.IsValid))
        {
            findings.Add(
                SigningFindings.Coverage,
                "signature",
                $"A signature covers {string.Join(", ", verdict.Coverage.Covered)}; " +
                $"it does not cover {string.Join(", ", verdict.Coverage.NotCovered)}.");
        }
    }
}
