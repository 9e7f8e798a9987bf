using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources;

/// <summary>The damaged stores: each damage is found where it is, and the other bindles stay whole.</summary>
public sealed class DamagedStoreTests : IDisposable
{
    private const string Cart = "shop/cart/1.0.0";
    private const string CartText = "0e2b67d574bebfb652448ab2c1b3fa81628cccfae06334ddc79b714feb8855d2";
    private const string Simple = "simple/0.1.0";
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    public static TheoryData<string> Cases =>
    [
        .. SharedData.Folders("golden", "bindle-server", "stores", "damaged")
            .Select(folder => Path.GetFileName(folder)),
    ];

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public async Task Open_Damaged_EveryBindleOpensOrTellsWhy(string damage)
    {
        if (damage == "no-invoices-directory")
        {
            await SourceReading.AssertRefusedAsync(await UnpackAsync(damage), "nothing says what they belong to");
            return;
        }

        await using var source = await OpenAsync(damage);
        foreach (var entry in (await source.ListAsync()).Where(entry => entry.Id is not null))
        {
            var package = await source.OpenAsync(entry.Id, default);
            Assert.Equal(entry.Id, package.Invoice?.Id);
            Assert.Equal(entry.Findings, package.Findings.Take(entry.Findings.Length));
        }
    }

    [SharedTheory]
    [InlineData("none", "")]
    [InlineData("empty-invoice-directory", "669d328b96ddaa87a8e2989bbcfef73f064b22f797436b52992153ad01384b5d BM1502")]
    [InlineData("invoice-only-part-file", "d4c953c4d764a45f42c2973eb3b414d03a76664537edba3d21e38be92bdd038e BM1502")]
    [InlineData("invoice-part-file", Simple + " BM1504")]
    [InlineData("misfiled-invoice", Simple + " BM1501")]
    [InlineData("stray-file-in-invoices", ".DS_Store BM1505")]
    [InlineData("stray-file-in-parcels", "")]
    [InlineData("orphan-parcel", "")]
    [InlineData("unsigned-invoice", "")]
    [InlineData("altered-invoice", "")]
    [InlineData("changed-parcel", "")]
    [InlineData("no-parcels-directory", "")]
    public async Task List_Damaged_NamesTheEntry(string damage, string expected)
    {
        await using var source = await OpenAsync(damage);

        var told = (await source.ListAsync())
            .SelectMany(entry => entry.Codes().Select(code => $"{Name(entry)} {code}"));

        Assert.Equal(expected, string.Join(", ", told));

        static string Name(BindleEntry entry) => entry.Id?.ToString() ?? Path.GetFileName(entry.Place);
    }

    [SharedTheory]
    [InlineData("broken-invoice")]
    [InlineData("empty-invoice-file")]
    public async Task List_UnreadableInvoice_IsOneEntryWithAnError(string damage)
    {
        await using var source = await OpenAsync(damage);

        var damaged = Assert.Single(await source.ListAsync(), entry => entry.Id is null);

        Assert.Contains(damaged.Findings, finding => finding.IsError);
        Assert.Equal(4, (await source.ListAsync()).Count(entry => entry.Id is not null));
    }

    [SharedFact]
    public async Task List_ByteOrderMarkAndCarriageReturns_AreRead()
    {
        await using var source = await OpenAsync("invoice-with-bom-and-crlf");

        var entries = await source.ListAsync();

        Assert.Contains(entries, entry => entry.Id?.ToString() == Simple);
        Assert.DoesNotContain(entries, entry => entry.Findings.Any(finding => finding.IsError));
    }

    [SharedTheory]
    [InlineData("empty-parcel-directory", "is empty")]
    [InlineData("absent-parcel-directory", "was never uploaded")]
    [InlineData("parcel-part-file", "never finished")]
    [InlineData("parcel-is-a-directory", "is a folder where")]
    [InlineData("file-instead-of-parcel-directory", "is a file where")]
    [InlineData("no-parcels-directory", "has no folder parcels")]
    public async Task Probe_ParcelNotToBeHad_SaysWhy(string damage, string reason)
    {
        var package = await OpenCartAsync(damage);

        await package.AssertAbsentAsync(CartText, reason);
    }

    [SharedTheory]
    [InlineData("none", 17)]
    [InlineData("truncated-parcel", 12)]
    [InlineData("extended-parcel", 22)]
    [InlineData("changed-parcel", 17)]
    public async Task Probe_ParcelThere_GivesItsLength(string damage, long length) =>
        Assert.Equal(length, (await (await OpenCartAsync(damage)).ProbeParcelAsync(CartText, default)).Length);

    [SharedFact]
    public async Task Open_LabelOfOldBindle_IsAWarningOfEveryBindleThatUsesTheParcel()
    {
        await using var source = await OpenAsync("label-toml-of-0.1");
        List<string> codes = [];
        foreach (var entry in await source.ListAsync())
        {
            codes.AddRange((await source.OpenAsync(entry.Id, default)).Codes());
        }

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.Equal("BM1509", code));
    }

    [SharedFact]
    public async Task Open_UpperCaseDigest_KeepsTheTextAndFindsTheParcel()
    {
        await using var source = await OpenAsync("upper-case-sha");
        var package = await source.OpenAsync(BindleId.Parse("zero/byte/1.0.0"), default);
        var text = Assert.Single(package.Invoice!.Parcels).Label.Sha256;

        Assert.Equal(text.ToUpperInvariant(), text);
        Assert.False((await package.ProbeParcelAsync(text, default)).IsPresent);
        Assert.Equal(0, (await package.ProbeParcelAsync(text.ToLowerInvariant(), default)).Length);
    }

    private async Task<BindlePackage> OpenCartAsync(string damage)
    {
        await using var source = await OpenAsync(damage);
        return await source.OpenAsync(BindleId.Parse(Cart), default);
    }

    private async Task<IBindleSource> OpenAsync(string damage) =>
        await SourceReading.OpenAsync(await UnpackAsync(damage));

    private async Task<string> UnpackAsync(string damage)
    {
        var archive = SharedData.Combine("golden", "bindle-server", "stores", "damaged", damage, "store.tar.gz");
        await Tool.RunAsync("tar", "xzf", archive, "-C", _temp.Path);
        return _temp.Combine("store");
    }
}
