using System.Net;
using Migrator.Engine.Journal;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>A batch that is killed within a long blob goes on within it: at most one chunk is sent again.</summary>
public sealed class BatchResumeTests : IDisposable
{
    private const int Chunk = 8 << 20;
    private const int Large = (6 * Chunk) + 12_345;
    private const int Rest = 10_000;
    private readonly BatchFolder _folder = new(0);
    private readonly string _sha;

    public BatchResumeTests() => _sha = _folder.WriteLarge(Large);

    [Fact]
    public async Task Run_KilledAtARealRegistryBehindAFront_SendsAtMostOneChunkAgain()
    {
        await using var registry = await RegistryProcess.StartAsync();
        await using var front = await FrontProxy.StartAsync(registry.Address);
        await PlanAsync(front.Host);
        for (var kill = 1; kill <= 3; kill++)
        {
            await RunAndKillAsync(front.BeginOfAsync("PATCH", after: kill));
            front.GoOn();
        }

        Assert.Equal(0, await BatchFolder.RunAsync("batch", "run", _folder.Journal("batch")));

        await RequireBlobAsync(new Uri($"http://{front.Host}/"));
        // Seven chunks once each; what the killed processes had sent of the next one came to nothing.
        Assert.Equal(7, front.CountOf("PATCH"));
        Assert.InRange(front.Bytes, Large, Large + Rest);
        RequireNothingLeft();
    }

    [Fact]
    public async Task Run_KilledAtARealRegistryWithinAChunk_EndsWithTheSameBlob()
    {
        await using var registry = await RegistryProcess.StartAsync();
        await using var front = await FrontProxy.StartAsync(registry.Address, buffers: false);
        await PlanAsync(front.Host);
        // What distribution 2.8 has of a broken chunk makes it drop the upload: the blob begins again.
        await RunAndKillAsync(front.BeginOfAsync("PATCH", after: 2));

        Assert.Equal(0, await BatchFolder.RunAsync("batch", "run", _folder.Journal("batch")));

        await RequireBlobAsync(registry.Address);
        RequireNothingLeft();
    }

    [Fact]
    public async Task Run_KilledAtAnyMomentWhereSessionsResume_SendsAtMostOneChunkAgain()
    {
        await using var registry = await RegistryHost.StartAsync();
        await PlanAsync(registry.Host);
        for (var kill = 1; kill <= 2; kill++)
        {
            // Two chunks are there, and the third is on its way.
            var patches = registry.Requests.CountOf(RequestKind.UploadPatch);
            await RunAndKillAsync(registry.Requests.WaitForAsync(RequestKind.UploadPatch, patches + 3));
        }

        Assert.Equal(0, await BatchFolder.RunAsync("batch", "run", _folder.Journal("batch")));

        await RequireBlobAsync(registry.Address);
        var sent = registry.Requests.All
            .Where(request => request.Kind is RequestKind.UploadPatch or RequestKind.UploadPut)
            .Sum(request => request.BodyBytes);
        Assert.InRange(sent, Large, Large + (2 * Chunk) + Rest);
        RequireNothingLeft();
    }

    [Fact]
    public async Task Journal_Always_IsItsOwnersAlone()
    {
        await PlanAsync("registry.invalid");

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Journal("batch")));
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task PlanAsync(string host) => Assert.Equal(0, await BatchFolder.RunAsync(
        "batch", "plan", _folder.WriteBatch(host, "batch"), "--retries", "0"));

    private async Task RunAndKillAsync(Task moment)
    {
        using var run = BatchFolder.Start(isRead: false, "batch", "run", _folder.Journal("batch"));
        await moment;
        run.Kill();
        await run.WaitForExitAsync();
    }

    private async Task RequireBlobAsync(Uri registry)
    {
        using var client = new HttpClient { BaseAddress = registry };
        using var request = new HttpRequestMessage(
            HttpMethod.Head, new Uri($"v2/large/blobs/sha256:{_sha}", UriKind.Relative));
        using var answer = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, Large), (answer.StatusCode, answer.Content.Headers.ContentLength));
    }

    private void RequireNothingLeft()
    {
        using var view = JournalView.Open(_folder.Journal("batch"));
        Assert.Equal([AppState.Done], view.States().Keys);
    }
}
