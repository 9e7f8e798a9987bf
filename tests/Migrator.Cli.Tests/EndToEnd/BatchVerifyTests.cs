using System.Text.Json;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary><c>batch verify</c> on the command line: what it says, and how it ends.</summary>
public sealed class BatchVerifyTests : IDisposable
{
    private const int Apps = 4;
    private readonly BatchFolder _folder = new(Apps);

    private string Journal => _folder.Journal("batch");

    [Fact]
    public async Task Verify_AllIsAsItWasBrought_SaysOkAndWritesNothing()
    {
        await using var registry = await MovedAsync();
        var before = await File.ReadAllBytesAsync(Journal);
        registry.Requests.Clear();

        var run = await CliRun.OfAsync("batch", "verify", Journal, "--quiet");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Matches("^ok: 4 of 4 artifacts are what their bindles say, [0-9.]+ KiB read of them\n$", run.Output);
        Assert.Empty(run.Error);
        Assert.Equal(before, await File.ReadAllBytesAsync(Journal));
        Assert.DoesNotContain(registry.Requests.All, request => request.Method is not ("GET" or "HEAD"));
    }

    [Fact]
    public async Task Verify_OneIsNotWhatItWas_NamesItInEveryForm()
    {
        await using var registry = await MovedAsync();
        registry.AddManifest("app002", "1.0.0", "application/vnd.oci.image.manifest.v1+json", """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","layers":[],"config":
            {"mediaType":"text/plain","digest":
            "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2}}
            """u8.ToArray());

        var text = await CliRun.OfAsync("batch", "verify", Journal);
        var json = await CliRun.OfAsync("batch", "verify", Journal, "--output", "json");
        var lines = await CliRun.OfAsync("batch", "verify", Journal, "--output", "ndjson");

        Assert.Equal(
            (ExitCode.Mismatch, ExitCode.Mismatch, ExitCode.Mismatch), (text.ExitCode, json.ExitCode, lines.ExitCode));
        Assert.Contains($"failed app002/1.0.0 at {registry.Host}/app002:1.0.0: mismatch\n", text.Output);
        Assert.Contains("not ok: 3 of 4 artifacts are what their bindles say", text.Output);
        Assert.Contains("app002/1.0.0: error BM6013", text.Error);
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal("batch-verify", document.RootElement.GetProperty("kind").GetString());
        Assert.Equal(3, document.RootElement.GetProperty("statuses").GetProperty("done").GetInt32());
        var failed = Assert.Single(document.RootElement.GetProperty("failed").EnumerateArray());
        Assert.Equal("app002/1.0.0", failed.GetProperty("bindle").GetString());
        Assert.Equal(
            ["done", "done", "done", "mismatch"],
            lines.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("status").GetString()!)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Verify_SomeWereNeverBrought_IsPartly()
    {
        File.Delete(_folder.OwnParcelOf(3));
        await using var registry = await MovedAsync(ExitCode.Partly);

        var run = await CliRun.OfAsync("batch", "verify", Journal);

        Assert.Equal(ExitCode.Partly, run.ExitCode);
        Assert.Contains("3 of 3 artifacts are what their bindles say", run.Output);
        Assert.Contains("1 bindles of the plan are not there", run.Output);
    }

    [Fact]
    public async Task Verify_NoJournal_IsTwelve() =>
        Assert.Equal(ExitCode.Journal, (await CliRun.OfAsync("batch", "verify", Journal)).ExitCode);

    public void Dispose() => _folder.Dispose();

    private async Task<RegistryHost> MovedAsync(int exitCode = ExitCode.Done)
    {
        var registry = await RegistryHost.StartAsync();
        var plan = await CliRun.OfAsync("batch", "plan", _folder.WriteBatch(registry.Host, "batch"));
        Assert.True(plan.ExitCode == ExitCode.Done, plan.Error);
        var run = await CliRun.OfAsync("batch", "run", Journal);
        Assert.True(run.ExitCode == exitCode, run.Error);
        return registry;
    }
}
