using System.Globalization;
using Migrator.Engine.Journal;
using Migrator.Testing.Registries;
using Xunit.Abstractions;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>
/// A batch that is killed at random moments and run again leaves what an undisturbed one leaves, and tells nothing
/// twice. <c>BATCH_KILLS</c> and <c>BATCH_SEED</c> choose how often and when.
/// </summary>
public sealed class BatchCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Apps = 300;

    // Apps and blobs of an app at once, when a batch file says nothing.
    private const int OpenBlobs = 8 * 4;

    private readonly BatchFolder _folder = new(Apps);

    [Fact]
    public async Task Run_KilledAtRandomMoments_EndsAsAnUndisturbedRun()
    {
        var seed = Number("BATCH_SEED", Random.Shared.Next());
        output.WriteLine($"BATCH_SEED={seed}");
        var random = new Random(seed);
        await using var calm = await RegistryHost.StartAsync();
        await using var stormy = await RegistryHost.StartAsync();
        Assert.Equal(0, await BatchFolder.RunAsync("batch", "plan", _folder.WriteBatch(calm.Host, "calm")));
        Assert.Equal(0, await BatchFolder.RunAsync("batch", "run", _folder.Journal("calm")));
        Assert.Equal(0, await BatchFolder.RunAsync("batch", "plan", _folder.WriteBatch(stormy.Host, "stormy")));

        var kills = 0;
        for (var wanted = Number("BATCH_KILLS", 20); kills < wanted; kills++)
        {
            if (!await RunAndKillAsync(stormy, random.Next(1, Math.Max(2, 2 * Apps * 4 / wanted))))
            {
                break;
            }
        }

        output.WriteLine($"{kills} kills");
        Assert.Equal(0, await BatchFolder.RunAsync("batch", "run", _folder.Journal("stormy")));
        RequireSame(calm, stormy);
        // What had begun when the process died is sent again, and nothing else; each blob here is one chunk.
        var again = BytesOf(stormy) - BytesOf(calm);
        output.WriteLine($"{again} bytes again");
        Assert.InRange(again, 0, (long)kills * OpenBlobs * BatchFolder.ParcelBytes);
    }

    public void Dispose() => _folder.Dispose();

    private void RequireSame(RegistryHost calm, RegistryHost stormy)
    {
        Assert.Equal(Tags(calm), Tags(stormy));
        Assert.Equal(Apps, Tags(stormy).Count);
        Assert.Empty(stormy.IncompleteTags());
        using var view = JournalView.Open(_folder.Journal("stormy"));
        Assert.Equal(Apps, view.Apps().Count());
        Assert.Equal([AppState.Done], view.States().Keys);
        Assert.Equal(Tags(calm).Values.Order(), view.Apps().Select(app => app.Last!.Manifest!).Order());
    }

    /// <summary>Kills a run after so many requests; false when it had ended by itself.</summary>
    private async Task<bool> RunAndKillAsync(RegistryHost registry, int requests)
    {
        using var run = BatchFolder.Start(
            isRead: false, "batch", "run", _folder.Journal("stormy"), "--trust-journal");
        var reached = registry.Requests.WaitForAsync(
            RequestKind.UploadPost, registry.Requests.CountOf(RequestKind.UploadPost) + requests);
        var isKilled = await Task.WhenAny(reached, run.WaitForExitAsync()) == reached && !run.HasExited;
        run.Kill();
        await run.WaitForExitAsync();
        return isKilled;
    }

    private static long BytesOf(RegistryHost registry) =>
        registry.Requests.Of(RequestKind.UploadPut).Sum(request => request.BodyBytes);

    private static SortedDictionary<string, string> Tags(RegistryHost registry) => new(
        registry.Repositories
            .SelectMany(name => registry.Repository(name).Tags.Select(tag => ($"{name}:{tag.Key}", tag.Value)))
            .ToDictionary(),
        StringComparer.Ordinal);

    private static int Number(string variable, int otherwise) => int.TryParse(
        Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
        ? number
        : otherwise;
}
