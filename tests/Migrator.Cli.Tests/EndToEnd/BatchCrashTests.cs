using System.Globalization;
using Microsoft.Data.Sqlite;
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

    // So many apps are kept for the kills to come: any moment comes while they are brought. With fewer left, a run is
    // killed while it looks at its first tags, so that it brings next to none of them.
    private const int Kept = 48;
    private const int FirstLooks = 8;

    // At which request a run is killed, and at which of them at most. Apps go side by side: the first manifests come
    // when eight apps are nearly there, so that a run which is to end none is killed before.
    private static readonly (RequestKind Kind, int Most)[] Moments =
    [
        (RequestKind.UploadPost, 12), (RequestKind.UploadPut, 4), (RequestKind.ManifestHead, 8),
        (RequestKind.ManifestPut, 12),
    ];

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
        var wanted = Number("BATCH_KILLS", 20);
        var killedAt = new List<int>();
        for (; kills < wanted; kills++)
        {
            // From the first app to the last: how far a run may come depends on what is left for the kills to come.
            var left = Apps - Tags(stormy).Count;
            var most = Math.Min(2 * left / (wanted - kills), left - Kept);
            var isKilled = left < Kept
                ? await RunAndKillAsync(stormy, 0, RequestKind.ManifestHead, random.Next(0, Math.Min(FirstLooks, left)))
                : await RunAndKillAsync(stormy, random, random.Next(0, most + 1));
            if (!isKilled)
            {
                break;
            }

            killedAt.Add(Tags(stormy).Count);
        }

        output.WriteLine($"{kills} kills, with so many apps there: {string.Join(' ', killedAt)}");
        Assert.Equal(wanted, kills);
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
        Assert.Empty(AppsDoneTwice());
        Assert.Equal([AppState.Done], view.States().Keys);
        Assert.Equal(Tags(calm).Values.Order(), view.Apps().Select(app => app.Last!.Manifest!).Order());
    }

    /// <summary>
    /// Kills a run after so many apps, at the moment of one of the requests that come then; false when it had ended by
    /// itself.
    /// </summary>
    private Task<bool> RunAndKillAsync(RegistryHost registry, Random random, int apps)
    {
        var (kind, most) = Moments[random.Next(apps < 4 ? Moments.Length - 1 : Moments.Length)];
        return RunAndKillAsync(registry, apps, kind, random.Next(0, most));
    }

    private async Task<bool> RunAndKillAsync(RegistryHost registry, int apps, RequestKind kind, int before)
    {
        var reached = ReachAsync(registry.Requests, apps, kind, before + 1);
        using var run = BatchFolder.Start(
            isRead: false, "batch", "run", _folder.Journal("stormy"), "--trust-journal");
        var isKilled = await Task.WhenAny(reached, run.WaitForExitAsync()) == reached && !run.HasExited;
        run.Kill();
        await run.WaitForExitAsync();
        return isKilled;
    }

    // A report has each app once, whatever its attempts were: those are looked at themselves.
    private List<long> AppsDoneTwice()
    {
        using var connection = new SqliteConnection($"Data Source={_folder.Journal("stormy")};Pooling=False");
        connection.Open();
        using var query = connection.CreateCommand();
        query.CommandText = "SELECT app FROM attempt WHERE status = 'Done' GROUP BY app HAVING COUNT(*) > 1";
        using var rows = query.ExecuteReader();
        var apps = new List<long>();
        while (rows.Read())
        {
            apps.Add(rows.GetInt64(0));
        }

        return apps;
    }

    private static async Task ReachAsync(RequestLog log, int apps, RequestKind moment, int requests)
    {
        await log.WaitForAsync(RequestKind.ManifestPut, log.CountOf(RequestKind.ManifestPut) + apps);
        await log.WaitForAsync(moment, log.CountOf(moment) + requests);
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
