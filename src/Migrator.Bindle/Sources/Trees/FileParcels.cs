using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>
/// The parcels of files: the same file for several modules is one parcel in several groups (spec/bindle.md 8.4).
/// </summary>
internal sealed class FileParcels
{
    private readonly Dictionary<(string Name, string Sha256), Parcel> _parcels = [];

    /// <summary>The names of all files.</summary>
    public IEnumerable<string> Names => _parcels.Keys.Select(key => key.Name);

    /// <summary>Adds a file to a group; a file that is named twice is in the group twice, as Hippo wrote it.</summary>
    /// <param name="label">The file.</param>
    /// <param name="group">The group.</param>
    public void Add(Label label, string group)
    {
        var key = (label.Name, label.Sha256);
        var groups = _parcels.TryGetValue(key, out var earlier) ? earlier.Conditions!.MemberOf : [];
        _parcels[key] = (earlier ?? new Parcel { Label = label }) with
        {
            Conditions = new Conditions { MemberOf = groups.Add(group) },
        };
    }

    /// <summary>The parcels by name; Hippo had them in no order.</summary>
    public ImmutableArray<Parcel> InOrder() =>
    [
        .. _parcels.Values
            .OrderBy(parcel => parcel.Label.Name, TextMap.ByUtf8)
            .ThenBy(parcel => parcel.Label.Sha256, StringComparer.Ordinal),
    ];
}
