using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Verification;

/// <summary>
/// Judges what an invoice says of the bindle as a whole (spec/bindle.md 10.1, 10.4 row 83, 10.6 row 115).
/// </summary>
internal static class BindleRules
{
    public static void Judge(Invoice invoice, VerificationPolicy policy, FindingList findings)
    {
        JudgeFormat(invoice.BindleVersion, findings);
        JudgeYanked(invoice, policy, findings);
        JudgeName(invoice.Id.Name, findings);
        if (invoice.Parcels.Length > policy.MaxParcels)
        {
            findings.Add(
                VerifyFindings.TooManyParcels,
                "invoice",
                $"The invoice has {invoice.Parcels.Length} parcels; the limit is {policy.MaxParcels}.");
        }

        JudgeSigners(invoice.Signatures, "signature", findings);
        JudgeSigners(invoice.YankedSignatures, "yankedSignature", findings);
    }

    private static void JudgeFormat(string text, FindingList findings)
    {
        var isPrefixed = text.StartsWith('v');
        var isKnown = BindleVersion.TryParse(isPrefixed ? text[1..] : text, out var version)
            && version.Text.StartsWith("1.", StringComparison.Ordinal);
        if (!isKnown)
        {
            findings.Add(
                VerifyFindings.FormatVersion,
                "bindleVersion",
                $"bindleVersion: {MessageText.Quote(text)} is not a known version of the format; expected 1.0.0.");
        }
        else if (isPrefixed || version!.Text != "1.0.0")
        {
            findings.Add(
                VerifyFindings.FormatVersion,
                "bindleVersion",
                $"bindleVersion: {MessageText.Quote(text)} is taken for 1.0.0.",
                FindingLevel.Warning);
        }
    }

    private static void JudgeYanked(Invoice invoice, VerificationPolicy policy, FindingList findings)
    {
        if (invoice.Yanked)
        {
            findings.Add(
                VerifyFindings.Yanked,
                "yanked",
                policy.IncludeYanked
                    ? "The bindle was yanked; it is taken because yanked bindles are included."
                    : "The bindle was yanked; include yanked bindles to take it all the same (--include-yanked; in a "
                        + "batch file 'yanked = true' below [select]).",
                policy.IncludeYanked ? FindingLevel.Note : null);
        }

        if (!invoice.YankedSignatures.IsEmpty)
        {
            findings.Add(
                VerifyFindings.YankedSignature,
                "yankedSignature",
                "The invoice has a signature of its withdrawal; no rule says how to verify it, so it is only kept.");
        }
    }

    private static void JudgeName(string name, FindingList findings)
    {
        if (name.Length == 0)
        {
            findings.Add(VerifyFindings.EmptyName, "bindle.name", "bindle.name is empty; nothing can be named by it.");
            return;
        }

        if (name.Any(char.IsControl))
        {
            AddControl("bindle.name", name, findings);
        }
        else if (!IsCleanPath(name))
        {
            findings.Add(
                VerifyFindings.UnsafeName,
                "bindle.name",
                $"bindle.name: {MessageText.Quote(name)} is not a clean path; expected parts divided by single '/', " +
                "none of them empty, '.' or '..', and no backslash.");
        }
        else if (name.Any(c => c is '@' or '?' or '#' or '%' or ' ' || !char.IsAscii(c)))
        {
            findings.Add(
                VerifyFindings.UnaddressableName,
                "bindle.name",
                $"bindle.name: {MessageText.Quote(name)} holds a character that no client can ask a server for.");
        }
    }

    private static bool IsCleanPath(string name) =>
        !name.Contains('\\', StringComparison.Ordinal) && !name.Split('/').Any(part => part is "" or "." or "..");

    private static void JudgeSigners(
        ImmutableArray<InvoiceSignature> signatures,
        string field,
        FindingList findings)
    {
        for (var i = 0; i < signatures.Length; i++)
        {
            if (signatures[i].By.Any(char.IsControl))
            {
                AddControl($"{field}[{i}].by", signatures[i].By, findings);
            }
        }
    }

    private static void AddControl(string field, string text, FindingList findings) => findings.Add(
        VerifyFindings.ControlCharacter,
        field,
        $"{field}: {MessageText.Quote(text)} holds a control character, which makes the signed text ambiguous.");
}
