using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Verification;

/// <summary>Judges the parcels against each other (spec/bindle.md 10.2 rows 37, 38, 41, 42).</summary>
internal sealed class ParcelRules(FindingList findings)
{
    private readonly Dictionary<string, (Label Label, string Subject)> _byDigest = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Group, string Name), Parcel> _byName = [];
    private readonly Dictionary<(string Group, string Upper), string> _byUpperName = [];
    private readonly HashSet<(string Group, string Name)> _toldCase = [];

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
    public static string SubjectOf(Parcel parcel, int index) =>
        $"parcel[{index}] {MessageText.Quote(parcel.Label.Name)}";

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
        var path = FileNameRules.Normalise(parcel.Label.Name);
        foreach (var group in parcel.Conditions?.MemberOf.Distinct(StringComparer.Ordinal) ?? [])
        {
            JudgeSameName(group, path, parcel, subject);
            JudgeCase(group, path, subject);
        }
    }

    private void JudgeSameName(string group, string path, Parcel parcel, string subject)
    {
        if (_byName.TryAdd((group, path), parcel))
        {
            return;
        }

        var first = _byName[(group, path)];
        _byName[(group, path)] = parcel;
        var digest = parcel.Label.Sha256;
        if (!string.Equals(first.Label.Sha256, digest, StringComparison.OrdinalIgnoreCase))
        {
            findings.Add(
                VerifyFindings.SameNameTwice,
                subject,
                $"{subject}: two files of the group {MessageText.Quote(group)} map to " +
                $"{MessageText.Quote("/" + path)}, with the sha256 " +
                $"{MessageText.Quote(first.Label.Sha256)} and {MessageText.Quote(digest)}; " +
                OutcomeOf(first, parcel));
        }
    }

    // Whether a program gets both at all, only its conversion can tell; as a plain bindle both are kept.
    private static string OutcomeOf(Parcel first, Parcel second) =>
        (WagiLabels.IsFile(first), WagiLabels.IsFile(second)) switch
        {
            (true, true) => "Wagi took either, so that no Spin app can be made with both. Keep one.",
            (false, false) => "in a Spin app the later one counts.",
            _ => "for Wagi only the one with feature.wagi.file = 'true' is a file.",
        };

    private void JudgeCase(string group, string name, string subject)
    {
        var key = (group, name.ToUpperInvariant());
        if (!_byUpperName.TryAdd(key, name) && _byUpperName[key] != name && _toldCase.Add((group, name)))
        {
            findings.Add(
                VerifyFindings.NamesDifferInCase,
                subject,
                $"{subject}: differs only in case from {MessageText.Quote(_byUpperName[key])} in the group " +
                $"{MessageText.Quote(group)}; some systems take them for one file.");
        }
    }

    // Sorted with '/' before every other character, what lies in a folder comes right after the folder's own name.
    private void JudgeFolders()
    {
        foreach (var names in _byName.Keys.GroupBy(key => key.Group, key => key.Name, StringComparer.Ordinal))
        {
            var sorted = names.OrderBy(name => name.Replace('/', '\0'), StringComparer.Ordinal).ToList();
            for (var i = 1; i < sorted.Count; i++)
            {
                if (sorted[i].StartsWith(sorted[i - 1] + "/", StringComparison.Ordinal))
                {
                    AddFolder(names.Key, sorted[i - 1], sorted[i]);
                }
            }
        }
    }

    private void AddFolder(string group, string folder, string name) => findings.Add(
        VerifyFindings.FileAndFolder,
        $"parcel {MessageText.Quote(folder)}",
        $"In the group {MessageText.Quote(group)}, {MessageText.Quote(folder)} is a file and the folder of " +
        $"{MessageText.Quote(name)}.");
}
