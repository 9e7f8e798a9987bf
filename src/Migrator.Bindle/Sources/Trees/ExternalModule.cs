using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>A module that one bindle exports for the routes of others (spec/bindle.md 8.4).</summary>
internal static class ExternalModule
{
    private const string IdAnnotation = "wagi_handler_id";

    /// <summary>What Hippo wrote on copies: their bytes stay with the bindle they come from.</summary>
    public static ImmutableSortedDictionary<string, string> CopyMark { get; } =
        TextMap.Empty.Add("hippos_do_not_stage", "true");

    /// <summary>Finds an exported module.</summary>
    /// <param name="invoice">The bindle that exports it.</param>
    /// <param name="handlerId">Its id.</param>
    public static Parcel? Find(Invoice invoice, string handlerId) => invoice.Parcels.FirstOrDefault(
        parcel => parcel.Label.Annotations.GetValueOrDefault(IdAnnotation) == handlerId);

    /// <summary>Annotates a module so that others find it.</summary>
    public static Label Export(Label label, string id) =>
        label with { Annotations = TextMap.Empty.Add(IdAnnotation, id) };

    /// <summary>Lists what a module requires, and what that requires, by digest.</summary>
    /// <param name="invoice">The bindle.</param>
    /// <param name="module">The module.</param>
    /// <returns>Of each digest the parcel that Hippo took, and then those that it lost.</returns>
    public static IEnumerable<IGrouping<string, Label>> RequiredBy(Invoice invoice, Parcel module)
    {
        var members = invoice.Parcels
            .Where(parcel => !parcel.IsGlobal)
            .SelectMany(parcel => parcel.Conditions!.MemberOf.Select(group => (group, parcel)))
            .ToLookup(entry => entry.group, entry => entry.parcel, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var labels = ImmutableArray.CreateBuilder<Label>();

        // Hippo looked at the group that was named last first.
        var groups = new Stack<string>(module.Conditions?.Requires ?? []);
        while (groups.TryPop(out var group))
        {
            if (seen.Add(group))
            {
                labels.AddRange(members[group].Select(parcel => parcel.Label));
                foreach (var next in members[group].SelectMany(parcel => parcel.Conditions!.Requires))
                {
                    groups.Push(next);
                }
            }
        }

        return labels.GroupBy(label => label.Sha256, StringComparer.Ordinal);
    }
}
