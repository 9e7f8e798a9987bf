using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Verification;

/// <summary>Judges the parcels against each other (spec/bindle.md 10.2 rows 37, 38, 41, 42).</summary>
internal sealed class ParcelRules(FindingList findings)
{
    private readonly Dictionary<string, (Label Label, string Subject)> _byDigest = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Group, string Name), Parcel> _byName = [];
    private readonly Dictionary<(string Group, string Upper), string> _byUpperName = [];
    private readonly HashSet<(string, string, string)> _told = [];

    public static void Judge(Invoice invoice, VerificationPolicy policy, FindingList findings)
    {
        var rules = new ParcelRules(findings);
        for (var i = 0; i < invoice.Parcels.Length; i++)
        {
            var subject = SubjectOf(invoice.Parcels[i], i);
            LabelRules.Judge(invoice.Parcels[i], subject, policy, findings);
            rules.JudgeDigest(invoice.Parcels[i].Label, subject);
            rules.JudgeNames(invoice.Parcels[i], subject);
        }

        rules.JudgeFolders();
    }

    /// <summary>How messages name a parcel.</summary>
    public static string SubjectOf(Parcel parcel, int index) => $"parcel[{index}] {MessageText.Quote(parcel.Label.Name)}";

    private void JudgeDigest(Label label, string subject)
    {
        if (_byDigest.TryAdd(label.Sha256.ToLowerInvariant(), (label, subject)))
        {
            return;
        }

        var first = _byDigest[label.Sha256.ToLowerInvariant()];
        if (label.Size != first.Label.Size)
        {
            findings.Add(
                VerifyFindings.ConflictingSizes,
                subject,
                $"{subject}: has {label.Size} bytes, and {first.Subject} with the same sha256 has {first.Label.Size}.");
        }

        if (label.MediaType != first.Label.MediaType)
        {
            findings.Add(
                VerifyFindings.TwoMediaTypes,
                subject,
                $"{subject}: is {MessageText.Quote(label.MediaType)}, and {first.Subject} with the same sha256 is " +
                $"{MessageText.Quote(first.Label.MediaType)}.");
        }
    }

    private void JudgeNames(Parcel parcel, string subject)
    {
        foreach (var group in parcel.Conditions?.MemberOf ?? [])
        {
            JudgeSameName(group, parcel, subject);
            JudgeCase(group, parcel.Label.Name, subject);
        }
    }

    private void JudgeSameName(string group, Parcel parcel, string subject)
    {
        var name = parcel.Label.Name;
        if (_byName.TryAdd((group, name), parcel))
        {
            return;
        }

        var first = _byName[(group, name)].Label.Sha256;
        if (!string.Equals(first, parcel.Label.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            findings.Add(
                VerifyFindings.SameNameTwice,
                subject,
                $"{subject}: two files of the group {MessageText.Quote(group)} map to this name, with the sha256 " +
                $"{MessageText.Quote(first)} and {MessageText.Quote(parcel.Label.Sha256)}.");
        }
    }

    private void JudgeCase(string group, string name, string subject)
    {
        var key = (group, name.ToUpperInvariant());
        if (!_byUpperName.TryAdd(key, name) && _byUpperName[key] != name && _told.Add((group, name, "case")))
        {
            findings.Add(
                VerifyFindings.NamesDifferInCase,
                subject,
                $"{subject}: differs only in case from {MessageText.Quote(_byUpperName[key])} in the group " +
                $"{MessageText.Quote(group)}; some systems take them for one file.");
        }
    }

    private void JudgeFolders()
    {
        foreach (var (group, name) in _byName.Keys)
        {
            for (var slash = name.IndexOf('/', StringComparison.Ordinal);
                slash > 0;
                slash = name.IndexOf('/', slash + 1))
            {
                var folder = name[..slash];
                if (_byName.ContainsKey((group, folder)) && _told.Add((group, folder, "folder")))
                {
                    findings.Add(
                        VerifyFindings.FileAndFolder,
                        $"parcel {MessageText.Quote(folder)}",
                        $"In the group {MessageText.Quote(group)}, {MessageText.Quote(folder)} is a file and the folder " +
                        $"of {MessageText.Quote(name)}.");
                }
            }
        }
    }
}
