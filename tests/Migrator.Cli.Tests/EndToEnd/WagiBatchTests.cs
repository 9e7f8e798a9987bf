using System.Text.Json;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>Wagi apps in a batch: from their sources and from the bindle of them, and one that cannot be one.</summary>
public sealed class WagiBatchTests : IDisposable
{
    private static readonly string Sources = RepositoryRoot.Combine("testdata", "wagi");
    private readonly TempFolder _temp = new();

    [Fact]
    public async Task Batch_WagiApps_ArePlannedMigratedAndReported()
    {
        await using var host = await RegistryHost.StartAsync();
        WriteSources("tree", "1.2.0");
        WriteText("text");
        await WriteBindleAsync("1.3.0");
        await File.WriteAllTextAsync(_temp.Combine("batch.toml"), $"""
            version = 1
            [[source]]
            glob = "apps/*/HIPPOFACTS"
            [[source]]
            folder = "bindle"
            [target]
            registry = "{host.Host}"
            """);

        var planned = await CliRun.OfAsync("batch", "plan", _temp.Combine("batch.toml"));
        var afterPlan = await ReportAsync();
        var run = await CliRun.OfAsync("batch", "run", _temp.Combine("batch.db"));
        var report = await ReportAsync();

        Assert.True(planned.ExitCode == ExitCode.Done, planned.Error);
        Assert.Equal(
            ["example.com/site/1.2.0 migrate", "example.com/site/1.3.0 migrate", "text/1.0.0 invalid"],
            AppsOf(afterPlan, "class"));
        Assert.Equal(ExitCode.Partly, run.ExitCode);
        Assert.Equal(
            ["example.com/site/1.2.0 done", "example.com/site/1.3.0 done", "text/1.0.0 refused"],
            AppsOf(report, "state"));
        Assert.Contains("BM3712", report.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(host.IncompleteTags());
    }

    [Fact]
    public async Task Batch_WagiApp_GivesTheArtifactThatMigrateGives()
    {
        await using var host = await RegistryHost.StartAsync();
        var facts = WriteSources("tree", "1.2.0");
        await File.WriteAllTextAsync(_temp.Combine("batch.toml"), $"""
            version = 1
            [[source]]
            glob = "apps/*/HIPPOFACTS"
            [target]
            registry = "{host.Host}"
            """);

        await CliRun.OfAsync("batch", "plan", _temp.Combine("batch.toml"));
        await CliRun.OfAsync("batch", "run", _temp.Combine("batch.db"));
        var app = Assert.Single((await ReportAsync()).GetProperty("apps").EnumerateArray());
        var alone = await CliRun.OfAsync("migrate", facts, $"oci:{_temp.Combine("alone")}");
        var verified = await CliRun.OfAsync("verify", facts, app.GetProperty("target").GetString()!);

        Assert.Contains(app.GetProperty("manifest").GetString()!, alone.Output, StringComparison.Ordinal);
        Assert.True(verified.ExitCode == ExitCode.Done, verified.Error);
    }

    public void Dispose() => _temp.Dispose();

    private static IEnumerable<string> AppsOf(JsonElement report, string field) => report.GetProperty("apps")
        .EnumerateArray()
        .Select(app => $"{app.GetProperty("bindle").GetString()} {app.GetProperty(field).GetString()}")
        .Order(StringComparer.Ordinal);

    private async Task<JsonElement> ReportAsync()
    {
        var report = await CliRun.OfAsync("batch", "report", _temp.Combine("batch.db"), "--format", "json");
        using var json = JsonDocument.Parse(report.Output);
        return json.RootElement.Clone();
    }

    // The app of testdata in a folder of its own.
    private string WriteSources(string name, string version)
    {
        var folder = _temp.Combine("apps", name);
        foreach (var file in Directory.GetFiles(Sources, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Sources, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var facts = Path.Combine(folder, "HIPPOFACTS");
        File.WriteAllText(facts, File.ReadAllText(facts).Replace("1.2.0", version, StringComparison.Ordinal));
        return facts;
    }

    // The bindle that Hippo would have made of it, as a standalone folder.
    private async Task WriteBindleAsync(string version)
    {
        var facts = WriteSources("later", version);
        var layout = $"oci:{_temp.Combine("layout")}";
        await CliRun.OfAsync("migrate", facts, layout, "--profile", "bindle");
        var restored = await CliRun.OfAsync("restore", layout, _temp.Combine("bindle"));
        Directory.Delete(_temp.Combine("apps", "later"), recursive: true);
        Assert.True(restored.ExitCode == ExitCode.Done, restored.Error);
    }

    // A module in text form, which Wagi compiled and Spin does not.
    private void WriteText(string name)
    {
        var folder = Directory.CreateDirectory(_temp.Combine("apps", name)).FullName;
        File.WriteAllText(Path.Combine(folder, "web.wasm"), "(module)");
        File.WriteAllText(
            Path.Combine(folder, "HIPPOFACTS"),
            "[bindle]\nname = 'text'\nversion = '1.0.0'\n[[handler]]\nroute = '/'\nname = 'web.wasm'\n");
    }
}
