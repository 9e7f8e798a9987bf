using System.Diagnostics;
using Migrator.StandIn;
using Migrator.StandIn.Http;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>A batch that deploys, killed after any one request and run again, ends as an undisturbed one.</summary>
public sealed class BatchDeployCrashTests
{
    private static readonly string[] Apps = ["one", "two"];

    [Fact]
    public async Task Run_KilledAfterAnyRequest_EndsInTheSameStateWithoutASecondAppOrRevision()
    {
        var (calm, requests) = await UndisturbedAsync();
        for (var kill = 1; kill <= requests; kill += 4)
        {
            await using var cloud = await StartAsync();
            using var batch = new CloudBatch(cloud, Apps);
            Assert.Equal(ExitCode.Done, (await batch.PlanAsync()).ExitCode);
            await RunAndKillAsync(cloud, batch, kill);

            var again = await batch.RunAsync();

            Assert.True(again.ExitCode == ExitCode.Done, $"killed after {kill}: {again.Error}");
            Assert.Equal(calm, StateOf(cloud));
            Assert.Empty(cloud.StandIn.Registry.IncompleteTags());
            Assert.Equal("one Migrate Done, two Migrate Done", batch.States());
            Assert.All(batch.Apps(), app => Assert.NotNull(app.Last!.Deployment?.App));
        }
    }

    private static async Task<CloudCli> StartAsync()
    {
        var cloud = await CloudCli.StartAsync();
        cloud.StandIn.Seeds.LegacyApp("two");
        cloud.StandIn.Requests.Clear();
        return cloud;
    }

    private static async Task<(string State, int Requests)> UndisturbedAsync()
    {
        await using var cloud = await StartAsync();
        using var batch = new CloudBatch(cloud, Apps);
        await batch.PlanAsync();
        cloud.StandIn.Requests.Clear();
        var run = await batch.RunAsync();
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        return (StateOf(cloud), cloud.StandIn.Requests.All.Count(request => request.Area != Area.Edge));
    }

    private static async Task RunAndKillAsync(CloudCli cloud, CloudBatch batch, int requests)
    {
        var info = new ProcessStartInfo(
            CliProgram.Words[0],
            [.. CliProgram.Words.Skip(1), "batch", "run", batch.Journal, "--health-samples", "1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["XDG_CONFIG_HOME"] = cloud.Settings;
        info.Environment["SHOP_TOKEN"] = CloudBatch.Secret;
        using var process = new Process { StartInfo = info };
        var seen = 0;
        cloud.StandIn.Requests.Answered += request =>
        {
            if (request.Area != Area.Edge && Interlocked.Increment(ref seen) == requests)
            {
                process.Kill();
            }
        };
        process.Start();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static string StateOf(CloudCli cloud)
    {
        var state = cloud.StandIn.State;
        return string.Join('\n', state.Apps.OrderBy(app => app.Name, StringComparer.Ordinal).Select(app =>
        {
            var live = Assert.Single(state.Channels, channel => channel.AppId == app.Id).ActiveRevisionId;
            var revisions = state.Revisions.Where(revision => revision.AppId == app.Id)
                .Select(revision => revision.Number + (revision.Id == live ? " live" : ""))
                .Order(StringComparer.Ordinal);
            return $"{app.StorageId}: {string.Join(", ", revisions)}";
        }));
    }
}
