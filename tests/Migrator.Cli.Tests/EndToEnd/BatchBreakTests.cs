using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Migrator.Engine.Journal;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>
/// A batch whose operator, registry or disk breaks in: it stops well, says how to go on, and goes on.
/// </summary>
public sealed class BatchBreakTests : IDisposable
{
    private const int Apps = 60;
    private readonly BatchFolder _folder = new(Apps);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_CtrlC_EndsWhatHasBegunAndTwiceLeavesAtOnce(bool twice)
    {
        await using var registry = await RegistryHost.StartAsync();
        Assert.Equal(0, await BatchFolder.RunAsync("batch", "plan", _folder.WriteBatch(registry.Host, "batch")));
        var gate = new FaultGate();
        registry.Faults.OnEvery(RequestKind.ManifestPut, Fault.Hang(gate));
        using var run = BatchFolder.Start(isRead: true, "batch", "run", _folder.Journal("batch"));
        await gate.Entered;

        await InterruptAsync(run);
        var line = await LineAsync(run.StandardError, "Stopping:");
        Assert.Contains($"Go on with: bindle2oci batch run {_folder.Journal("batch")}", line, StringComparison.Ordinal);
        Assert.False(run.HasExited);
        if (twice)
        {
            await InterruptAsync(run);
        }
        else
        {
            gate.Release();
        }

        // The first Ctrl-C alone gives what has begun fifteen seconds.
        await run.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(twice ? 12 : 60));
        Assert.Equal(ExitCode.Cancelled, run.ExitCode);
        gate.Release();
        registry.Faults.Clear();
        Assert.Empty(registry.IncompleteTags());
        Assert.InRange(StateCount(AppState.Done), 0, Apps - 1);
        Assert.Equal(twice, StateCount(AppState.Begun) > 0);
        Assert.Equal(0, await BatchFolder.RunAsync("batch", "run", _folder.Journal("batch")));
        Assert.Equal(Apps, StateCount(AppState.Done));
    }

    [Fact]
    public async Task Run_RegistryKilledAndStartedAgain_EndsWithEveryAppAtItsDigest()
    {
        await using var registry = await RegistryProcess.StartAsync();
        Assert.Equal(0, await BatchFolder.RunAsync("batch", "plan", _folder.WriteBatch(registry.Host, "batch")));
        using var run = BatchFolder.Start(
            isRead: true, "batch", "run", _folder.Journal("batch"), "--output", "ndjson");
        _ = run.StandardError.ReadToEndAsync();
        await LineAsync(run.StandardOutput, "app-ended");

        // Started again when the run has noticed; what it then cannot do is done by the next run.
        await registry.RestartAsync(() => LineAsync(run.StandardOutput, "app-started"));
        await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        Assert.Contains(run.ExitCode, (int[])[ExitCode.Done, ExitCode.Partly]);

        Assert.Equal(0, await BatchFolder.RunAsync("batch", "run", _folder.Journal("batch")));
        using var view = JournalView.Open(_folder.Journal("batch"));
        Assert.Equal([AppState.Done], view.States().Keys);
        using var client = new HttpClient { BaseAddress = registry.Address };
        foreach (var app in view.Apps())
        {
            Assert.Equal(app.App.Manifest, await DigestAsync(client, app.App));
        }
    }

    [Fact]
    public async Task Run_FilesMayNotGrow_KeepsWhatIsRecordedAndGoesOn()
    {
        await using var registry = await RegistryHost.StartAsync();
        Assert.Equal(0, await BatchFolder.RunAsync("batch", "plan", _folder.WriteBatch(registry.Host, "batch")));
        var journal = _folder.Journal("batch");
        // Room for the journal as it is, and for as much of its log.
        var blocks = ((new FileInfo(journal).Length / 1024) + 8).ToString(CultureInfo.InvariantCulture);

        // The runtime maps its own code twice by a file in memory, which the limit would hit first.
        var stopped = await Tool.RunAsync(
            "bash",
            "-c",
            $"export DOTNET_EnableWriteXorExecute=0; ulimit -f {blocks}; dotnet '{CliProgram.Path}' batch run "
            + $"'{journal}'");

        Assert.True(stopped.ExitCode == ExitCode.Journal, $"{stopped.ExitCode}: {stopped.Error}");
        Assert.Contains("What is recorded is kept", stopped.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(registry.IncompleteTags());
        var kept = StateCount(AppState.Done);
        Assert.InRange(kept, 0, Apps - 1);
        Assert.True(registry.Repositories.Count() >= kept, "The journal tells of more than the registry has.");
        Assert.Equal(0, await BatchFolder.RunAsync("batch", "run", journal));
        Assert.Equal(Apps, StateCount(AppState.Done));
        Assert.Equal(Apps, registry.Repositories.Count());
    }

    public void Dispose() => _folder.Dispose();

    private long StateCount(AppState state)
    {
        using var view = JournalView.Open(_folder.Journal("batch"));
        return view.States().GetValueOrDefault(state);
    }

    private static async Task InterruptAsync(Process process)
    {
        var id = process.Id.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(0, (await Tool.RunAsync("kill", "-INT", id)).ExitCode);
    }

    private static async Task<string> LineAsync(TextReader output, string text)
    {
        while (await output.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The program ended without saying '{text}'.");
    }

    private static async Task<string> DigestAsync(HttpClient client, PlannedApp app)
    {
        var name = app.Repository!.Split('/', 2)[1];
        using var request = new HttpRequestMessage(
            HttpMethod.Head, new Uri($"v2/{name}/manifests/{app.Tag}", UriKind.Relative));
        request.Headers.Accept.Add(
            new MediaTypeWithQualityHeaderValue("application/vnd.oci.image.manifest.v1+json"));
        using var answer = await client.SendAsync(request);
        return answer.Headers.GetValues("Docker-Content-Digest").Single();
    }
}
