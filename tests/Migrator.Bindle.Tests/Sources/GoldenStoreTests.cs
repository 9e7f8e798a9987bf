using System.Text.Json;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources;

/// <summary>Stores that a real bindle-server and its client wrote, against what is known to be in them.</summary>
public sealed class GoldenStoreTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    private static string Stores => SharedData.Combine("golden", "bindle-server", "stores");

    public static TheoryData<string> Archives => [.. Files("standalone"), .. Files("standalone-exported")];

    public static TheoryData<string> Folders => [.. SharedData
        .Folders("golden", "bindle-server", "stores", "standalone")
        .Select(folder => Path.GetRelativePath(Stores, folder))];

    [SharedTheory]
    [InlineData("file")]
    [InlineData("client-cache")]
    public async Task Open_StoreOrCache_HoldsExactlyWhatIsExpected(string store)
    {
        await using var source = await SourceReading.OpenAsync(Path.Combine(Stores, store));
        var expected = ReadExpected(store);

        var entries = await source.ListAsync();

        Assert.All(entries, entry => Assert.Empty(entry.Findings));
        Assert.Equal(
            expected.OrderBy(bindle => bindle.Key, StringComparer.Ordinal)
                .Select(bindle => (bindle.Id, "invoices/" + bindle.Key, bindle.Yanked)),
            entries.Select(entry => (entry.Id!.ToString(), entry.Place, entry.Yanked)));
        foreach (var bindle in expected)
        {
            await bindle.AssertAsync(await source.OpenAsync(BindleId.Parse(bindle.Id), default));
        }
    }

    [SharedTheory]
    [MemberData(nameof(Archives))]
    [MemberData(nameof(Folders))]
    public async Task Open_Standalone_HoldsExactlyWhatIsExpected(string path)
    {
        var key = Path.GetFileName(path).Replace(".tar.gz", "", StringComparison.Ordinal);
        var bindle = ReadExpected(Path.GetDirectoryName(path)!).Single(expected => expected.Key == key);
        await using var source = await SourceReading.OpenAsync(Path.Combine(Stores, path));

        var package = await source.OpenAsync(null, default);

        Assert.Empty(package.Findings);
        await bindle.AssertAsync(package);
    }

    [SharedFact]
    public async Task Open_FolderOfStandaloneFolders_ListsEach()
    {
        await using var source = await SourceReading.OpenAsync(Path.Combine(Stores, "standalone"));

        Assert.Equal(SharedData.Folders("golden", "bindle-server", "stores", "standalone").Count,
            (await source.ListAsync()).Count(entry => entry.Id is not null && entry.Findings.IsEmpty));
    }

    [SharedFact]
    public async Task Open_EmbeddedStore_IsExplained()
    {
        await Tool.RunAsync("tar", "xzf", Path.Combine(Stores, "embedded.tar.gz"), "-C", _temp.Path);

        var refusal = await SourceReading.RefuseAsync(_temp.Combine("embedded"));

        Assert.Contains("embedded Bindle database (sled)", refusal.Message, StringComparison.Ordinal);
    }

    [SharedFact]
    public async Task Write_EveryStandaloneArchive_GivesTheFolderThatBindleUnpacked()
    {
        foreach (var folder in SharedData.Folders("golden", "bindle-server", "stores", "standalone"))
        {
            await using var source = await SourceReading.OpenAsync(folder + ".tar.gz");
            var package = await source.OpenAsync(null, default);
            if (Path.GetFileName(folder) == PartialKey)
            {
                await Assert.ThrowsAsync<BindleWriteException>(() => WriteAsync(package));
                continue;
            }

            Assert.Equal(TempFolder.Fingerprint(folder), TempFolder.Fingerprint(await WriteAsync(package)));
        }
    }

    [SharedFact]
    public async Task Open_EveryBindleOfSpin_IsReadWithAllParcels()
    {
        var folders = Directory
            .EnumerateDirectories(SharedData.Combine("golden", "spin"), "bindle", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.NotEmpty(folders);
        foreach (var folder in folders)
        {
            await using var source = await SourceReading.OpenAsync(folder);
            var package = await source.OpenAsync(null, default);
            Assert.False(package.Findings.Any(IsAboutThePlace), $"{folder}: {string.Join("; ", package.Findings)}");
            foreach (var label in package.Invoice!.Parcels.Select(parcel => parcel.Label))
            {
                Assert.Equal(label.Size, (await package.ProbeParcelAsync(label.Sha256, default)).Length);
            }
        }
    }

    private static bool IsAboutThePlace(Finding finding) =>
        finding.IsError || finding.Code.StartsWith("BM15", StringComparison.Ordinal);

    private const string PartialKey = "381d145178aba535b4c2617942ad3e9f47504f14a86ce88b754d556b768c8116";

    private static IEnumerable<string> Files(string folder) => !SharedData.IsThere
        ? []
        : Directory.EnumerateFiles(Path.Combine(Stores, folder), "*.tar.gz")
            .Order(StringComparer.Ordinal)
            .Select(file => Path.GetRelativePath(Stores, file));

    private static List<ExpectedBindle> ReadExpected(string store)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Stores, "expected.json")));
        var bindles = json.RootElement.GetProperty(store).GetProperty("bindles");
        return [.. bindles.EnumerateArray().Select(ExpectedBindle.Read)];
    }

    private async Task<string> WriteAsync(BindlePackage package)
    {
        var folder = _temp.Combine(package.Invoice!.Id.StorageKey);
        await StandaloneFolderWriter.WriteAsync(package, folder, default);
        return folder;
    }
}
