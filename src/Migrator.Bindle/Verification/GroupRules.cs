using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Verification;

/// <summary>Judges groups and what parcels say of them (spec/bindle.md 7, 10.3 rows 51 to 57).</summary>
internal static class GroupRules
{
    private const int MaxShown = 10;

    public static void Judge(Invoice invoice, FindingList findings)
    {
        var declared = JudgeDeclarations(invoice, findings);
        JudgeReferences(invoice, declared, findings);
        foreach (var cycle in GroupCycles.Find(invoice))
        {
            var shown = cycle.Take(MaxShown).Select(MessageText.Quote);
            var rest = cycle.Length > MaxShown ? $" -> ({cycle.Length - MaxShown} more)" : "";
            var path = $"{string.Join(" -> ", shown)}{rest} -> {MessageText.Quote(cycle[0])}";
            findings.Add(
                VerifyFindings.RequiresCycle,
                $"group {MessageText.Quote(cycle[0])}",
                $"Groups require each other in a circle: {path}; each is taken once.");
        }
    }

    private static HashSet<string> JudgeDeclarations(Invoice invoice, FindingList findings)
    {
        var declared = new Dictionary<string, Group>(StringComparer.Ordinal);
        foreach (var group in invoice.Groups)
        {
            if (declared.TryAdd(group.Name, group))
            {
                JudgeSatisfiedBy(group, findings);
            }
            else
            {
                JudgeRepeated(declared[group.Name], group, findings);
            }
        }

        return [.. declared.Keys];
    }

    private static void JudgeRepeated(Group first, Group second, FindingList findings)
    {
        var subject = SubjectOf(second);
        var isSame = (first.Required ?? false) == (second.Required ?? false)
            && (first.SatisfiedBy ?? "allOf") == (second.SatisfiedBy ?? "allOf");
        if (isSame)
        {
            findings.Add(VerifyFindings.RepeatedGroup, subject, $"{subject}: declared twice, alike; taken as one.");
        }
        else
        {
            findings.Add(
                VerifyFindings.ConflictingGroups,
                subject,
                $"{subject}: declared twice, with different required or satisfiedBy; keep one of them.");
        }
    }

    private static void JudgeSatisfiedBy(Group group, FindingList findings)
    {
        var subject = SubjectOf(group);
        switch (group.SatisfiedBy)
        {
            case null or "allOf":
                break;
            case "oneOf" or "optional":
                findings.Add(
                    VerifyFindings.UndecidedGroup,
                    subject,
                    $"{subject}: satisfiedBy is '{group.SatisfiedBy}'; which members count cannot be decided here, " +
                    "so all are taken.");
                break;
            default:
                findings.Add(
                    VerifyFindings.UnknownSatisfiedBy,
                    subject,
                    $"{subject}: satisfiedBy is {MessageText.Quote(group.SatisfiedBy)}; expected allOf, oneOf or " +
                    "optional. It is taken for allOf.");
                break;
        }
    }

    private static void JudgeReferences(Invoice invoice, HashSet<string> declared, FindingList findings)
    {
        var undefined = invoice.Parcels
            .Select((parcel, index) => (parcel, index))
            .Where(entry => entry.parcel.Conditions is not null)
            .SelectMany(entry => GroupsOf(entry.parcel.Conditions!)
                .Where(group => !declared.Contains(group))
                .Select(group => (group, entry.parcel, entry.index)))
            .GroupBy(entry => entry.group, StringComparer.Ordinal);
        foreach (var uses in undefined)
        {
            var first = uses.First();
            var others = uses.Count() - 1;
            var users = ParcelRules.SubjectOf(first.parcel, first.index) + (others == 0 ? "" : $" and {others} more");
            findings.Add(
                VerifyFindings.UndefinedGroup,
                $"group {MessageText.Quote(uses.Key)}",
                $"The group {MessageText.Quote(uses.Key)} is named by {users} and declared by no [[group]].");
        }
    }

    private static IEnumerable<string> GroupsOf(Conditions conditions) =>
        conditions.MemberOf.Concat(conditions.Requires).Distinct(StringComparer.Ordinal);

    private static string SubjectOf(Group group) => $"group {MessageText.Quote(group.Name)}";
}
