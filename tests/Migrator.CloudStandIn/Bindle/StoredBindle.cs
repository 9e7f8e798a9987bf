using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Migrator.StandIn.Bindle;

/// <summary>A bindle: its invoice, and which of its parcels have come.</summary>
/// <param name="Invoice">The invoice.</param>
internal sealed record StoredBindle(JsonObject Invoice)
{
    /// <summary>Its name.</summary>
    internal string Name { get; } = (string)Invoice["bindle"]!["name"]!;

    /// <summary>Its version.</summary>
    internal string Version { get; } = (string)Invoice["bindle"]!["version"]!;

    /// <summary>Its id.</summary>
    internal string Id => Name + "/" + Version;

    /// <summary>Parcels that are there, by digest in hex.</summary>
    internal ConcurrentDictionary<string, ReadOnlyMemory<byte>> Parcels { get; } = new(StringComparer.Ordinal);

    /// <summary>Labels of all its parcels.</summary>
    internal IEnumerable<JsonObject> Labels => Invoice["parcel"] is JsonArray parcels
        ? parcels.Select(parcel => (JsonObject)parcel!["label"]!)
        : [];

    /// <summary>Labels of parcels that are not there.</summary>
    internal ImmutableArray<JsonObject> Missing =>
        [.. Labels.Where(label => !Parcels.ContainsKey((string)label["sha256"]!))];

    /// <summary>Sum of the sizes the labels say, in bytes.</summary>
    internal long Size => Labels.Sum(label => (long)label["size"]!);
}
