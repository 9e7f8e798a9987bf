using System.Text.Json;
using Migrator.Bindle.Sources;

namespace Migrator.Bindle.Tests.Sources;

/// <summary>One bindle as <c>expected.json</c> describes it.</summary>
internal sealed record ExpectedBindle(string Id, string Key, bool Yanked, IReadOnlyList<ExpectedParcel> Parcels)
{
    public static ExpectedBindle Read(JsonElement json) => new(
        json.GetProperty("id").GetString()!,
        json.GetProperty("key").GetString()!,
        json.GetProperty("yanked").GetBoolean(),
        [.. json.GetProperty("parcels").EnumerateArray().Select(ExpectedParcel.Read)]);

    /// <summary>Holds that a bindle is this one and its parcels are there, or not, as described.</summary>
    public async Task AssertAsync(BindlePackage package)
    {
        Assert.Equal(Id, package.Invoice?.Id.ToString());
        Assert.Equal(Key, package.Invoice?.Id.StorageKey);
        Assert.Equal(Yanked, package.Invoice?.Yanked);
        Assert.Equal(
            Parcels.Select(parcel => parcel.Sha256),
            package.Invoice?.Parcels.Select(parcel => parcel.Label.Sha256));
        foreach (var parcel in Parcels)
        {
            var presence = await package.ProbeParcelAsync(parcel.Sha256, default);
            Assert.Equal(parcel.Present ? parcel.Size : null, presence.Length);
            if (parcel.Present)
            {
                Assert.Equal(parcel.Sha256, SmallBindle.Digest(await package.ReadParcelAsync(parcel.Sha256)));
            }
        }
    }
}
