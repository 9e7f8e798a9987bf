using System.Text.Json;
using Migrator.Bindle.Sources;
using Migrator.Testing;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>
/// A Wagi app by the command: from its sources, from its bindle, and with a module of another bindle.
/// </summary>
public sealed class WagiTests : IDisposable
{
    private static readonly string Facts = RepositoryRoot.Combine("testdata", "wagi", "HIPPOFACTS");
    private readonly TempFolder _temp = new();

    private string Layout => "oci:" + _temp.Combine("layout");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Inspect_HippoFacts_SaysWhatItIsAndWhichRoutesItGets()
    {
        var run = await CliRun.OfAsync("inspect", Facts);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("kind    Wagi app, 2 modules\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "route   /static/... to component fileserver-gr (modules/fileserver.gr.wasm)\n", run.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "route   /static/hidden left out (modules/hello_world.wasm): it", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_HippoFactsAsJson_HasModulesAndRoutes()
    {
        var run = await CliRun.OfAsync("inspect", Facts, "--output", "json");

        using var document = JsonDocument.Parse(run.Output);
        var invoice = document.RootElement.GetProperty("invoice");
        Assert.Equal("wagi", invoice.GetProperty("app").GetString());
        Assert.Equal(2, invoice.GetProperty("modules").GetInt32());
        Assert.Equal(
            ["fileserver-gr", "hello-world", "hello-world-r2", null],
            invoice.GetProperty("routes").EnumerateArray().Select(route => route.GetProperty("component").GetString()));
    }

    [Fact]
    public async Task Inspect_HandlerThatIsNoModule_ShowsTheRouteAsNotServed()
    {
        var facts = WriteUnserved();

        var inspected = await CliRun.OfAsync("inspect", facts);
        var migrated = await CliRun.OfAsync("migrate", facts, Layout);
        var strict = await CliRun.OfAsync("migrate", facts, Layout, "--strict");

        Assert.Contains("kind    Wagi app, 1 module\n", inspected.Output, StringComparison.Ordinal);
        Assert.Contains(
            "route   /text left out (page.txt): it is not served", inspected.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, migrated.ExitCode);
        Assert.Contains("BM3730", migrated.Error, StringComparison.Ordinal);
        Assert.NotEqual(ExitCode.Done, strict.ExitCode);
        Assert.Contains("BM3730", strict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_HippoFacts_CanBeVerifiedRestoredAndMigratedAgain()
    {
        var migrated = await CliRun.OfAsync("migrate", Facts, Layout);
        var verified = await CliRun.OfAsync("verify", Facts, Layout + ":1.2.0");
        var restored = await CliRun.OfAsync("restore", Layout + ":1.2.0", _temp.Combine("bindle"));
        var again = await CliRun.OfAsync("migrate", _temp.Combine("bindle"), "oci:" + _temp.Combine("other"));

        Assert.Equal((0, ""), (migrated.ExitCode, ErrorsOf(migrated)));
        Assert.Equal((0, ""), (verified.ExitCode, ErrorsOf(verified)));
        Assert.Equal((0, ""), (restored.ExitCode, ErrorsOf(restored)));
        Assert.Equal(migrated.Output, again.Output);
    }

    [Fact]
    public async Task Verify_HippoFacts_HashesItsFiles() => Assert.StartsWith(
        "ok example.com/site/1.2.0", (await CliRun.OfAsync("verify", Facts)).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Migrate_ModuleMap_TakesItsNameFromTheOption()
    {
        var map = RepositoryRoot.Combine("testdata", "wagi", "modules.toml");
        var run = await CliRun.OfAsync("migrate", map, Layout, "--id", "site/3.0.0");
        var verified = await CliRun.OfAsync("verify", map, Layout + ":3.0.0", "--id", "site/3.0.0");

        Assert.Equal((0, ""), (run.ExitCode, ErrorsOf(run)));
        Assert.Equal((0, ""), (verified.ExitCode, ErrorsOf(verified)));
    }

    [Fact]
    public async Task Migrate_ModuleOfAnotherBindle_IsTakenFromTheStoreThatIsNamed()
    {
        Directory.CreateDirectory(_temp.Combine("app"));
        var facts = _temp.Combine("app", "HIPPOFACTS");
        await File.WriteAllTextAsync(facts, """
            [bindle]
            name = "import"
            version = "1.0.0"
            [[handler]]
            route = "/files/..."
            external = { bindleId = "example.com/site/1.2.0", handlerId = "static" }
            """);

        var without = await CliRun.OfAsync("migrate", facts, Layout);
        var with = await CliRun.OfAsync("migrate", facts, Layout, "--bindle-store", Facts);
        var verified = await CliRun.OfAsync("verify", facts, Layout + ":1.0.0", "--bindle-store", Facts);

        Assert.Equal(ExitCode.Source, without.ExitCode);
        Assert.Contains("BM1715", without.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (with.ExitCode, ErrorsOf(with)));
        Assert.Equal((0, ""), (verified.ExitCode, ErrorsOf(verified)));
    }

    [Fact]
    public async Task Migrate_ModuleOfAYankedBindle_WantsIncludeYanked()
    {
        var map = _temp.Combine("modules.toml");
        await File.WriteAllTextAsync(map, "[[module]]\nroute = '/'\nmodule = 'bindle:example.com/site/1.2.0'");
        await using (var site = await BindleSources.OpenAsync(Facts, new BindleSourceOptions(), CancellationToken.None))
        {
            var package = await site.OpenAsync(null, CancellationToken.None);
            await StandaloneFolderWriter.WriteAsync(package, _temp.Combine("lib"), CancellationToken.None);
        }

        var invoice = _temp.Combine("lib", "invoice.toml");
        await File.WriteAllTextAsync(invoice, "yanked = true\n" + await File.ReadAllTextAsync(invoice));
        string[] line = ["migrate", map, Layout, "--id", "map/1.0.0", "--bindle-store", _temp.Combine("lib")];

        var without = await CliRun.OfAsync(line);
        var with = await CliRun.OfAsync([.. line, "--include-yanked"]);

        Assert.Equal(ExitCode.Source, without.ExitCode);
        Assert.Contains("error BM1725", without.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (with.ExitCode, ErrorsOf(with)));
        Assert.Contains("warning BM1725", with.Error, StringComparison.Ordinal);
    }

    private string WriteUnserved()
    {
        File.Copy(
            RepositoryRoot.Combine("testdata", "wagi", "modules", "hello_world.wasm"), _temp.Combine("web.wasm"));
        File.WriteAllText(_temp.Combine("page.txt"), "text");
        File.WriteAllText(_temp.Combine("HIPPOFACTS"), """
            [bindle]
            name = "site"
            version = "1.0.0"
            [[handler]]
            route = "/"
            name = "web.wasm"
            [[handler]]
            route = "/text"
            name = "page.txt"
            """);
        return _temp.Combine("HIPPOFACTS");
    }

    private static string ErrorsOf(CliRun run) => string.Join(
        '\n', run.Error.Split('\n').Where(line => line.StartsWith("error", StringComparison.Ordinal)));
}
