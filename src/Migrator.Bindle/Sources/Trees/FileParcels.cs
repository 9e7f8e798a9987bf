using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>
/// The parcels of files: the same file for several modules is one parcel in several groups (spec/bindle.md 8.4).
/// </summary>
internal sealed class FileParcels
{
    private readonly Dictionary<(string Name, string Sha256), (Label Label, List<string> Groups)> _files = [];

    /// <summary>The names of all files.</summary>
    public IEnumerable<string> Names => _files.Keys.Select(key => key.Name);

    /// <summary>Adds a file to a group; a file that is named twice is in the group twice, as Hippo wrote it.</summary>
    /// <param name="label">The file.</param>
    /// <param name="group">The group.</param>
    public void Add(Label label, string group)
    {
        var key = (label.Name, label.Sha256);
        if (!_files.TryGetValue(key, out var file))
        {
            _files[key] = file = (label, []);
        }

        file.Groups.Add(group);
    }

    /// <summary>The parcels by name; Hippo had them in no order.</summary>
    public ImmutableArray<Parcel> InOrder() =>
    [
        .. _files.Values
            .OrderBy(file => file.Label.Name, TextMap.ByUtf8)
            .ThenBy(file => file.Label.Sha256, StringComparer.Ordinal)
            .Select(file => new Parcel
            {
                Label = file.Label,
                Conditions = new Conditions { MemberOf = [.. file.Groups] },
            }),
    ];
}
