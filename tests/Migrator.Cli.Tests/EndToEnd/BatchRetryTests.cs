using System.Diagnostics;
using System.Text.Json;
using Migrator.Engine.Journal;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>
/// The command that a report prints beside each cause, typed into a shell as it stands there, brings every such bindle
/// to the target once the cause is gone.
/// </summary>
public sealed class BatchRetryTests : IDisposable
{
    private const int Apps = 8;
    private readonly BatchFolder _folder = new(Apps);
    private readonly TempFolder _bin = new();

    public BatchRetryTests()
    {
        var program = _bin.Combine("bindle2oci");
        File.WriteAllText(program, $"#!/bin/sh\nexec {CliProgram.InShell} \"$@\"\n");
        using var chmod = Process.Start("chmod", ["+x", program]);
        chmod.WaitForExit();
    }

    // A shell would take a path with a blank for two.
    private string Journal => _folder.Journal("its journal");

    [Theory]
    [InlineData("BM2301", "missing parcel")]
    [InlineData("BM6012", "taken tag")]
    [InlineData("BM2303", "damaged parcel")]
    [InlineData("BM4005", "busy registry")]
    public async Task Command_OfEachCause_BringsTheBindlesThere(string code, string cause)
    {
        await using var registry = await RegistryHost.StartAsync();
        var mend = Break(registry, cause);
        var batch = _folder.WriteBatch(registry.Host, "a batch", isElsewhere: true);
        Assert.Equal(0, await BatchFolder.RunAsync("batch", "plan", batch, "--journal", Journal));
        var run = await BatchFolder.RunAsync(
            "batch", "run", Journal, "--folder", Path.GetDirectoryName(batch)!, "--retries", "0");
        Assert.Equal(ExitCode.Partly, run);
        var found = Assert.Single(await CausesAsync());
        mend();

        var again = await ShellAsync(found.Command);

        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(code, found.Code);
        Assert.Equal(Apps, registry.Repositories.Count());
        Assert.Empty(registry.IncompleteTags());
    }

    [Fact]
    public async Task Command_OfAPart_RunsThatPartAlone()
    {
        await using var registry = await RegistryHost.StartAsync();
        var mend = Break(registry, "damaged parcel");
        Assert.Equal(0, await BatchFolder.RunAsync("batch", "plan", _folder.WriteBatch(registry.Host, "its journal")));
        Assert.Equal(ExitCode.Partly, await BatchFolder.RunAsync("batch", "run", Journal, "--shard", "1/2"));
        var found = Assert.Single(await CausesAsync());
        mend();

        var again = await ShellAsync(found.Command);

        Assert.True(again.ExitCode == 0, again.Error);
        Assert.EndsWith("--shard 1/2", found.Command, StringComparison.Ordinal);
        using var view = JournalView.Open(Journal);
        Assert.Equal((Apps / 2, Apps / 2), (view.States()[AppState.Done], view.States()[AppState.Waiting]));
    }

    [Fact]
    public async Task Commands_OfARunWithOptions_HaveTheOptionsItNeedsAndNoSecret()
    {
        using var authority = new PrivateAuthority();
        await using var registry = await RegistryHost.StartAsync(
            new RegistryHostOptions { Certificate = authority.IssueServer() });
        var mendMissing = Break(registry, "missing parcel", app: 1);
        var mendDamaged = Break(registry, "damaged parcel", app: 2);
        var batch = _folder.WriteBatch(registry.Host, "its journal");
        var authorities = Path.GetFileName(authority.CaFile);
        var options = $"--ca-file {authorities} --concurrency 3 --bindle-password hunter2";

        var plan = await ShellAsync($"bindle2oci batch plan '{batch}' {options}", authority.CaFolder);
        var run = await ShellAsync($"bindle2oci batch run '{Journal}' {options}", authority.CaFolder);
        var found = await CausesAsync();
        mendMissing();
        mendDamaged();
        var again = new List<ToolResult>();
        foreach (var cause in found)
        {
            again.Add(await ShellAsync(cause.Command));
        }

        Assert.True(plan.ExitCode == ExitCode.Done, plan.Error);
        Assert.Contains($"--ca-file {authority.CaFile} --concurrency 3\n", plan.Output, StringComparison.Ordinal);
        Assert.True(run.ExitCode == ExitCode.Partly, run.Error);
        Assert.Equal(["BM2301", "BM2303"], found.Select(cause => cause.Code));
        Assert.DoesNotContain(found, cause => cause.Command.Contains("hunter2", StringComparison.Ordinal));
        // The first plan goes on refusing what it refused; the second plan has all of it.
        Assert.Equal([ExitCode.Done, ExitCode.Partly], again.Select(command => command.ExitCode));
        Assert.Equal(Apps, registry.Repositories.Count(name => !registry.Repository(name).Tags.IsEmpty));
        Assert.DoesNotContain(
            "hunter2",
            System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Journal)),
            StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _bin.Dispose();
    }

    private Action Break(RegistryHost registry, string cause, int app = 1)
    {
        var parcel = _folder.OwnParcelOf(app);
        var bytes = File.ReadAllBytes(parcel);
        switch (cause)
        {
            case "missing parcel":
                File.Delete(parcel);
                return () => File.WriteAllBytes(parcel, bytes);
            case "damaged parcel":
                File.WriteAllBytes(parcel, [.. bytes.Reverse()]);
                return () => File.WriteAllBytes(parcel, bytes);
            case "taken tag":
                registry.AddManifest("app001", "1.0.0", "application/vnd.oci.image.manifest.v1+json", """
                    {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","layers":[],"config":
                    {"mediaType":"text/plain","digest":
                    "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2}}
                    """u8.ToArray());
                return () => registry.Repository("app001").Tags.TryRemove("1.0.0", out _);
            default:
                registry.Faults.OnEvery(RequestKind.ManifestPut, Fault.Status(503));
                return registry.Faults.Clear;
        }
    }

    private async Task<List<(string Code, string Command)>> CausesAsync()
    {
        var report = await ShellAsync($"bindle2oci batch report '{Journal}' --format json");
        using var json = JsonDocument.Parse(report.Output);
        return
        [
            .. json.RootElement.GetProperty("causes").EnumerateArray().Select(cause => (
                cause.GetProperty("code").GetString()!,
                Assert.Single(cause.GetProperty("commands").EnumerateArray()).GetString()!)),
        ];
    }

    private Task<ToolResult> ShellAsync(string script, string folder = "/") =>
        Tool.RunAsync("bash", "-c", $"export PATH='{_bin.Path}':\"$PATH\"\ncd '{folder}'\n{script}");
}
