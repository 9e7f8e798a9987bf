using System.Text.Json;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources;

/// <summary>One of the damaged stores, unpacked, and what is known to lie in it.</summary>
/// <param name="Folder">The store's folder.</param>
/// <param name="Listed">The ids that the real server lists.</param>
/// <param name="Files">Size and digest by path.</param>
internal sealed record DamagedStore(
    string Folder, IReadOnlyList<string> Listed, IReadOnlyDictionary<string, (long Size, string Sha256)> Files)
{
    /// <summary>The damages; the undamaged store among them is <c>none</c>.</summary>
    public static IReadOnlyList<string> Names =>
    [
        .. SharedData.Folders("golden", "bindle-server", "stores", "damaged")
            .Select(folder => Path.GetFileName(folder)),
    ];

    /// <summary>The bindles of the undamaged store.</summary>
    public static IReadOnlyList<string> Undamaged { get; } =
        ["shop/cart/1.0.0", "shop/cart/1.1.0", "signed/multi/1.0.0", "simple/0.1.0", "zero/byte/1.0.0"];

    /// <summary>Unpacks a store below a folder.</summary>
    public static async Task<DamagedStore> UnpackAsync(string damage, TempFolder temp)
    {
        var stores = SharedData.Combine("golden", "bindle-server", "stores");
        await Tool.RunAsync("tar", "xzf", Path.Combine(stores, "damaged", damage, "store.tar.gz"), "-C", temp.Path);
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(stores, "expected.json")));
        var store = json.RootElement.GetProperty("damaged").GetProperty(damage);
        return new DamagedStore(
            temp.Combine("store"),
            [.. store.GetProperty("listedByQuery").EnumerateArray().Select(id => id.GetString()!)],
            store.GetProperty("tree").GetProperty("files").EnumerateArray().ToDictionary(
                file => file.GetProperty("path").GetString()!,
                file => (file.GetProperty("size").GetInt64(), file.GetProperty("sha256").GetString()!),
                StringComparer.Ordinal));
    }

    /// <summary>Size and digest of a parcel's bytes; null when there are none.</summary>
    public (long Size, string Sha256)? ParcelOrNull(string sha256) =>
        Files.TryGetValue($"parcels/{sha256}/parcel.dat", out var file) ? file : null;
}
