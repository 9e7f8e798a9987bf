using Migrator.Bindle.Sources;
using Migrator.Engine.Batch;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Journal;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Memory;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Batch;

/// <summary>Apps whose modules are other bindles' find these in the stores and servers of the batch file.</summary>
public sealed class BatchImportsTests : IDisposable
{
    private const string Imported = "example.com/site/1.2.0";
    private const string Trees = "[[source]]\nglob = '*/HIPPOFACTS'\n[[source]]\nfolder = 'map/modules.toml'\n";
    private const string Store = "[[source]]\nstore = 'lib'\n";
    private const string Server = "[[source]]\nserver = 'http://samples.test/v1/'\n";

    private readonly TempFolder _temp = new();

    public BatchImportsTests()
    {
        Put("app/HIPPOFACTS", $$"""
            [bindle]
            name = "app"
            version = "1.0.0"
            [[handler]]
            route = "/files/..."
            external = { bindleId = "{{Imported}}", handlerId = "static" }
            """);
        Put("map/modules.toml", $"[[module]]\nroute = '/'\nmodule = 'bindle:{Imported}'");
    }

    [Theory]
    [InlineData(Store)]
    [InlineData(Server)]
    [InlineData(Server + Store)]
    public async Task PlanAsync_ModulesOfBindlesOfTheBatch_AreTaken(string places)
    {
        await WriteStoreAsync(yanked: false);

        Assert.Equal(["Migrate", "Migrate"], await PlanAsync(Trees + places));
    }

    [Fact]
    public async Task PlanAsync_NoStoreAndNoServer_SaysWhatToAdd()
    {
        Assert.Equal(["Invalid", "Invalid"], await PlanAsync(Trees));

        Assert.All(
            Findings(),
            finding => Assert.Contains("in a batch file, a [[source]] with 'server' or 'store'", finding,
                StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Store, "Invalid")]
    [InlineData(Server + Store, "Invalid")] // the server has it unyanked, and is not asked for what a store has
    [InlineData(Store + "[select]\nyanked = true\n", "Migrate")]
    public async Task PlanAsync_ModulesOfAYankedBindle_AreTakenWhereTheBatchTakesSuch(string places, string expected)
    {
        await WriteStoreAsync(yanked: true);

        Assert.Equal([expected, expected], await PlanAsync(Trees + places));
    }

    public void Dispose() => _temp.Dispose();

    private IEnumerable<string> Findings()
    {
        using var view = JournalView.Open(_temp.Combine("batch.db"));
        return [.. view.Apps().SelectMany(app => app.App.Findings).Where(finding => finding.Code == "BM1715")
            .Select(finding => finding.Message)];
    }

    private void Put(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_temp.Combine(name))!);
        File.WriteAllText(_temp.Combine(name), text);
    }

    private async Task WriteStoreAsync(bool yanked)
    {
        await using var site = await OpenSiteAsync();
        var package = await site.OpenAsync(null, CancellationToken.None);
        await StandaloneFolderWriter.WriteAsync(package, _temp.Combine("lib"), CancellationToken.None);
        var invoice = _temp.Combine("lib", "invoice.toml");
        var text = await File.ReadAllTextAsync(invoice);
        await File.WriteAllTextAsync(invoice, yanked ? "yanked = true\n" + text : text);
    }

    private static Task<IBindleSource> OpenSiteAsync() => BindleSources.OpenAsync(
        RepositoryRoot.Combine("testdata", "wagi", "HIPPOFACTS"), new BindleSourceOptions(), CancellationToken.None);

    // What becomes of the two apps; the imported bindle may be one of the batch itself.
    private async Task<IEnumerable<string>> PlanAsync(string text)
    {
        var places = new BatchPlaces
        {
            Folder = _temp.Path,
            OpenTarget = (_, _) => Task.FromResult<ITarget>(new MemoryTarget()),
            OpenServer = (_, _, _) => OpenSiteAsync(),
        };
        var file = SampleBatch.File($"version = 1\n{text}[target]\nregistry = 'registry.test'\n");
        await new BatchPlanner(places, TimeProvider.System).PlanAsync(
            file, _temp.Combine("batch.db"), new PlanOptions(), CancellationToken.None);
        using var view = JournalView.Open(_temp.Combine("batch.db"));
        return [.. view.Apps().Where(app => app.App.Title != Imported).Select(app => app.App.Class.ToString())];
    }
}
