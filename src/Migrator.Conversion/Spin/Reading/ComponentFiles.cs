using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>
/// The files of components: the members of a component's group, flat, by path (spec/spin-oci.md 2, step 5, and 7,
/// step 4).
/// </summary>
internal sealed class ComponentFiles
{
    private readonly Dictionary<string, List<Label>> _members = new(StringComparer.Ordinal);
    private readonly bool _strict;
    private readonly ICollection<Finding> _findings;

    /// <summary>Sorts the invoice's parcels by group.</summary>
    /// <param name="invoice">The invoice.</param>
    /// <param name="strict">Whether two parcels for one path are refused.</param>
    /// <param name="findings">Where doubts go.</param>
    public ComponentFiles(Invoice invoice, bool strict, ICollection<Finding> findings)
    {
        _strict = strict;
        _findings = findings;
        foreach (var parcel in invoice.Parcels.Where(parcel => !parcel.IsGlobal))
        {
            foreach (var group in parcel.Conditions!.MemberOf.Distinct(StringComparer.Ordinal))
            {
                MembersOf(group).Add(parcel.Label);
            }
        }
    }

    /// <summary>Finds a component's files.</summary>
    /// <param name="component">The component.</param>
    /// <returns>The files, each path once, in UTF-8 order of paths.</returns>
    public ImmutableArray<FileEntry> Resolve(SpinComponent component)
    {
        if (component.FileGroup is not { } group)
        {
            return [];
        }

        var subject = $"component {MessageText.Escape(component.Id)}";
        var labels = MembersOf(group);
        if (labels.Count == 0)
        {
            ReportEmpty(subject, group, component.Place);
        }

        var files = Place(labels, subject);
        return [.. files.Select(file => new FileEntry(file.Key, file.Value))];
    }

    private List<Label> MembersOf(string group)
    {
        if (!_members.TryGetValue(group, out var labels))
        {
            _members.Add(group, labels = []);
        }

        return labels;
    }

    private void ReportEmpty(string subject, string group, string? place)
    {
        var message =
            $"The group {MessageText.Quote(group)} of the component's files has no parcels. As a bindle the " +
            "component saw an empty folder at '/'; an artifact cannot say that, and a module that opens '/' fails.";
        _findings.Add(ApplicationFindings.EmptyMount.Of(subject, message, place));
    }

    private SortedDictionary<string, Label> Place(List<Label> labels, string subject)
    {
        var files = new SortedDictionary<string, Label>(TextMap.ByUtf8);
        var names = new FileNames(subject, _findings);
        var repeated = new List<string>();
        foreach (var label in labels)
        {
            if (names.PathOf(label.Name) is not { } path)
            {
                continue;
            }

            if (files.TryGetValue(path, out var earlier))
            {
                ReportRepeat(path, earlier, label, subject, repeated);
            }

            files[path] = label;
        }

        names.Report();
        ReportSame(subject, repeated);
        return files;
    }

    private void ReportRepeat(string path, Label earlier, Label later, string subject, List<string> repeated)
    {
        if (earlier.Sha256 == later.Sha256)
        {
            repeated.Add(path);
            return;
        }

        var outcome = _strict
            ? "Refused, as doubtful cases are to be; remove one of them from the bindle."
            : "The later one in the invoice is taken; on Spin it was a matter of chance.";
        _findings.Add(ApplicationFindings.SamePathOtherBytes.Of(
            subject,
            $"Two parcels have the path {MessageText.Quote(path)}: sha256 {earlier.Sha256}, and later sha256 " +
            $"{later.Sha256}. {outcome}",
            level: _strict ? FindingLevel.Error : null));
    }

    private void ReportSame(string subject, List<string> repeated)
    {
        if (repeated.Count > 0)
        {
            _findings.Add(ApplicationFindings.SamePathSameBytes.Of(
                subject,
                $"Parcels with one path and the same bytes become one file: {Losses.NameSome(repeated)}."));
        }
    }
}
