using System.Diagnostics;
using Migrator.StandIn;
using Migrator.StandIn.Http;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>
/// A deploy whose process is killed after any one request, and that is run again, ends in the same state.
/// </summary>
public sealed class DeployCrashTests
{
    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task Deploy_KilledAfterAnyRequest_EndsInTheSameState(CloudEra era)
    {
        var (calm, requests) = await UndisturbedAsync(era);
        for (var kill = 1; kill <= requests; kill++)
        {
            await using var cloud = await StartAsync(era);
            await RunAndKillAsync(cloud, kill);
            var again = await cloud.DeployAsync(CloudCli.Petstore);

            Assert.True(again.ExitCode == ExitCode.Done, $"killed after {kill}: {again.Error}");
            Assert.Equal(calm, StateOf(cloud));
            Assert.Empty(cloud.StandIn.Registry.IncompleteTags());
        }
    }

    private static async Task<CloudCli> StartAsync(CloudEra era)
    {
        var cloud = await CloudCli.StartAsync(era);
        cloud.StandIn.Seeds.LegacyAppOf(CloudCli.Petstore);
        return cloud;
    }

    private static async Task<(string State, int Requests)> UndisturbedAsync(CloudEra era)
    {
        await using var cloud = await StartAsync(era);
        var run = await cloud.DeployAsync(CloudCli.Petstore);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        var writes = cloud.StandIn.Requests.Writes;
        return (StateOf(cloud), cloud.StandIn.Requests.All
            .Count(request => request.Area != Area.Edge && request.Number <= writes[^1].Number));
    }

    private static async Task RunAndKillAsync(CloudCli cloud, int requests)
    {
        var info = new ProcessStartInfo(
            CliProgram.Words[0], [.. CliProgram.Words.Skip(1), .. cloud.PetstoreArguments(), "--health-samples", "1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["XDG_CONFIG_HOME"] = cloud.Settings;
        using var process = Process.Start(info)!;
        var seen = 0;
        cloud.StandIn.Requests.Answered += request =>
        {
            if (request.Area != Area.Edge && Interlocked.Increment(ref seen) == requests)
            {
                process.Kill();
            }
        };
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(seen >= requests, $"only {seen} requests: {await process.StandardError.ReadToEndAsync()}");
    }

    private static string StateOf(CloudCli cloud)
    {
        var state = cloud.StandIn.State;
        var app = Assert.Single(state.Apps);
        var live = Assert.Single(state.Channels).ActiveRevisionId;
        var revisions = state.Revisions.Select(revision => revision.Number + (revision.Id == live ? " live" : ""));
        return string.Join(
            '\n',
            [
                app.StorageId, .. revisions.Order(StringComparer.Ordinal),
                .. state.Databases.Concat(state.Stores).Select(resource => resource.Name).Order(StringComparer.Ordinal),
            ]);
    }
}
