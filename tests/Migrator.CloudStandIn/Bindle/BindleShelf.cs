using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Migrator.Testing.BindleServer;

namespace Migrator.StandIn.Bindle;

/// <summary>The store of bindles: invoices by id, and parcels by digest.</summary>
internal sealed class BindleShelf
{
    private readonly ConcurrentDictionary<string, StoredBindle> _bindles = new(StringComparer.Ordinal);

    /// <summary>Names of all bindles, sorted.</summary>
    internal IEnumerable<string> Names => _bindles.Values.Select(bindle => bindle.Name)
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Versions of a name.</summary>
    internal IEnumerable<string> VersionsOf(string name) => _bindles.Values
        .Where(bindle => bindle.Name == name)
        .Select(bindle => bindle.Version)
        .Order(StringComparer.Ordinal);

    /// <summary>Whether all parcels of a bindle are there.</summary>
    internal bool IsComplete(string name, string version) =>
        Find(name + "/" + version) is { } bindle && bindle.Missing.IsEmpty;

    /// <summary>The bindle of an id; null for none.</summary>
    internal StoredBindle? Find(string id) => _bindles.GetValueOrDefault(id);

    /// <summary>Adds a bindle; false when its id is taken.</summary>
    internal bool TryAdd(StoredBindle bindle) => _bindles.TryAdd(bindle.Id, bindle);

    /// <summary>Adds a bindle with the parcels that lie in a standalone folder.</summary>
    internal StoredBindle SeedFrom(string folder)
    {
        var invoice = BindleData.FromToml(File.ReadAllBytes(Path.Combine(folder, "invoice.toml")))
            ?? throw new FormatException($"The invoice in {folder} is no TOML.");
        var bindle = new StoredBindle(invoice);
        foreach (var parcel in Directory.GetFiles(Path.Combine(folder, "parcels"), "*.dat"))
        {
            bindle.Parcels[Path.GetFileNameWithoutExtension(parcel)] = File.ReadAllBytes(parcel);
        }

        TryAdd(bindle);
        return bindle;
    }

    /// <summary>Adds a bindle without parcels, as if it had been pushed long ago.</summary>
    internal void Seed(string name, string version) => TryAdd(new StoredBindle(new JsonObject
    {
        ["bindleVersion"] = "1.0.0",
        ["bindle"] = new JsonObject { ["name"] = name, ["version"] = version },
    }));
}
