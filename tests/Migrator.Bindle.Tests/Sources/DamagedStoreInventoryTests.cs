using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Verification;
using Migrator.Testing;
using Migrator.Testing.BindleServer;

namespace Migrator.Bindle.Tests.Sources;

/// <summary>What the damaged stores hold, by what is known of them; from the disk, and through a server.</summary>
public sealed class DamagedStoreInventoryTests : IDisposable
{
    private static readonly string[] WithoutSimple = ["broken-invoice", "empty-invoice-file", "invoice-only-part-file"];
    private readonly TempFolder _temp = new();

    public static TheoryData<string> Damages => [.. DamagedStore.Names.Except(["no-invoices-directory"])];

    [SharedTheory]
    [MemberData(nameof(Damages))]
    public async Task List_FromDisk_HasEveryInvoiceThatCanBeReadAndItsParcels(string damage)
    {
        var store = await DamagedStore.UnpackAsync(damage, _temp);
        await using var source = await SourceReading.OpenAsync(store.Folder);

        var ids = (await source.ListAsync()).Select(entry => entry.Id).OfType<BindleId>()
            .ToList();

        Assert.Equal(
            WithoutSimple.Contains(damage) ? DamagedStore.Undamaged.Except(["simple/0.1.0"]) : DamagedStore.Undamaged,
            ids.Select(id => id.ToString()).Order(StringComparer.Ordinal));
        Assert.Subset(ids.Select(id => id.ToString()).ToHashSet(), store.Listed.ToHashSet());
        foreach (var id in ids)
        {
            var package = await source.OpenAsync(id, default);
            foreach (var sha256 in package.Invoice!.Parcels.Select(parcel => parcel.Label.Sha256))
            {
                await AssertAsync(package, sha256.ToLowerInvariant(), store.ParcelOrNull(sha256));
            }
        }
    }

    [SharedTheory]
    [InlineData("absent-parcel-directory", "shop/cart/1.0.0 BM2301")]
    [InlineData("altered-invoice", "signed/multi/1.0.0 broke off after 17 of 32 bytes")]
    [InlineData("broken-invoice", "simple/0.1.0 refuses to give simple/0.1.0: resource is malformed")]
    [InlineData("changed-parcel", "shop/cart/1.0.0 BM2303")]
    [InlineData("empty-invoice-directory", "")]
    [InlineData("empty-invoice-file", "simple/0.1.0 refuses to give simple/0.1.0: resource is malformed")]
    [InlineData("empty-parcel-directory", "shop/cart/1.0.0 BM2301")]
    [InlineData("extended-parcel", "")]
    [InlineData("file-instead-of-parcel-directory", "shop/cart/1.0.0 BM2301")]
    [InlineData("invoice-only-part-file", "simple/0.1.0 does not have simple/0.1.0")]
    [InlineData("invoice-part-file", "")]
    [InlineData("invoice-with-bom-and-crlf", "")]
    [InlineData("label-toml-of-0.1", "")]
    [InlineData("misfiled-invoice", "simple/0.1.0 does not have simple/0.1.0")]
    [InlineData("none", "")]
    [InlineData("orphan-parcel", "")]
    [InlineData("parcel-is-a-directory", "shop/cart/1.0.0 BM2301")]
    [InlineData("parcel-part-file", "shop/cart/1.0.0 BM2301")]
    [InlineData("stray-file-in-invoices", "")]
    [InlineData("stray-file-in-parcels", "")]
    [InlineData("truncated-parcel", "shop/cart/1.0.0 broke off after 12 of 17 bytes")]
    [InlineData("unsigned-invoice", "")]
    [InlineData("upper-case-sha", "zero/byte/1.0.0 BM2102")]
    public async Task Verify_ThroughAServer_NamesTheDamage(string damage, string expected)
    {
        var store = await DamagedStore.UnpackAsync(damage, _temp);
        await using var server = await BindleTestServer.StartAsync(new BindleServerSettings { Folder = store.Folder });
        await using var source = Source(server);

        var told = await JudgeAllAsync(source);

        // A server cuts off what is beyond a label's size, so that extended-parcel comes right.
        Assert.StartsWith(expected, string.Join(", ", told), StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0 ? 0 : 1, told.Count);
    }

    [SharedTheory]
    [InlineData("no-invoices-directory", 5, "does not have ")]
    [InlineData("no-parcels-directory", 8, "BM2301")]
    public async Task Verify_ThroughAServerThatLostAFolder_NamesAllThatIsGone(string damage, int count, string expected)
    {
        var store = await DamagedStore.UnpackAsync(damage, _temp);
        await using var server = await BindleTestServer.StartAsync(new BindleServerSettings { Folder = store.Folder });
        await using var source = Source(server);

        var told = await JudgeAllAsync(source);

        Assert.Equal(count, told.Count);
        Assert.All(told, line => Assert.Contains(expected, line, StringComparison.Ordinal));
    }

    public void Dispose() => _temp.Dispose();

    private static BindleServerSource Source(BindleTestServer server) => new(
        BindleServerHandlers.Create(),
        new BindleServerOptions { Address = BindleServerAddress.Parse(server.Url) },
        TimeProvider.System);

    private static async Task<List<string>> JudgeAllAsync(BindleServerSource source)
    {
        var told = new List<string>();
        foreach (var id in DamagedStore.Undamaged)
        {
            told.AddRange(await JudgeAsync(source, id));
        }

        return told;
    }

    private static async Task<IEnumerable<string>> JudgeAsync(BindleServerSource source, string id)
    {
        try
        {
            var package = await source.OpenAsync(BindleId.Parse(id), default);
            var outcome = await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), default);
            var findings = outcome.Bindle is { } bindle
                ? await BindleVerifier.HashParcelsAsync(bindle, default)
                : outcome.Findings;
            return findings.Where(finding => finding.IsError).Select(finding => $"{id} {finding.Code}");
        }
        catch (BindleSourceException refusal)
        {
            return [$"{id} {refusal.Message[refusal.Message.IndexOf("/v1/ ", StringComparison.Ordinal)..][5..]}"];
        }
    }

    private static async Task AssertAsync(BindlePackage package, string sha256, (long Size, string Sha256)? expected)
    {
        Assert.Equal(expected?.Size, (await package.ProbeParcelAsync(sha256, default)).Length);
        if (expected is { } file)
        {
            Assert.Equal(file.Sha256, SmallBindle.Digest(await package.ReadParcelAsync(sha256)));
        }
    }
}
