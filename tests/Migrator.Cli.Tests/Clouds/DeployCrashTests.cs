using System.Diagnostics;
using Migrator.StandIn;
using Migrator.StandIn.Http;
using Migrator.StandIn.Model;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>
/// A deploy whose process is killed after any one request, those of the watch included, and that is run again, ends in
/// the same state.
/// </summary>
public sealed class DeployCrashTests
{
    // Whatever the machine is like, the watch asks at least so often after the last write.
    private const int RequestsOfTheWatch = 8;

    private static readonly string[] Keys = ["--key-value", "greeting=hello"];

    [Theory]
    [InlineData(CloudEra.C37, null)]
    [InlineData(CloudEra.C37, "1.2.0+q0a1b2c3")]
    [InlineData(CloudEra.C37, "1.2.0")]
    [InlineData(CloudEra.Head, null)]
    [InlineData(CloudEra.Head, "1.2.0+q0a1b2c3")]
    [InlineData(CloudEra.Head, "1.2.0")]
    public async Task Deploy_KilledAfterAnyRequest_EndsInTheSameState(CloudEra era, string? legacy)
    {
        var (calm, requests) = await UndisturbedAsync(era, legacy);
        await Parallel.ForEachAsync(
            Enumerable.Range(1, requests),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (kill, _) =>
            {
                await using var cloud = await StartAsync(era, legacy);
                Assert.True(await WasKilledAsync(cloud, kill), $"it ended before request {kill}");
                var again = await cloud.DeployAsync([CloudCli.Petstore, .. Keys]);

                Assert.True(again.ExitCode == ExitCode.Done, $"killed after {kill}: {again.Error}");
                Assert.Equal(calm, StateOf(cloud));
                Assert.Empty(cloud.StandIn.Registry.IncompleteTags());
            });
    }

    private static async Task<CloudCli> StartAsync(CloudEra era, string? legacy)
    {
        var cloud = await CloudCli.StartAsync(era);
        if (legacy is not null)
        {
            var parts = legacy.Split('+');
            cloud.StandIn.Seeds.LegacyApp("petstore", parts[0], parts.ElementAtOrDefault(1));
        }

        return cloud;
    }

    private static async Task<(string State, int Requests)> UndisturbedAsync(CloudEra era, string? legacy)
    {
        await using var cloud = await StartAsync(era, legacy);
        Assert.False(await WasKilledAsync(cloud, int.MaxValue));
        return (StateOf(cloud), cloud.StandIn.Requests.Writes[^1].Number + RequestsOfTheWatch);
    }

    private static async Task<bool> WasKilledAsync(CloudCli cloud, int requests)
    {
        string[] words = [.. CliProgram.Words, .. cloud.PetstoreArguments(), .. Keys, "--health-samples", "1"];
        var info = new ProcessStartInfo(words[0], [.. words[1..], "--health-span", "1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["XDG_CONFIG_HOME"] = cloud.Settings;
        using var process = Process.Start(info)!;
        var seen = 0;
        cloud.StandIn.Requests.Answered += _ =>
        {
            if (Interlocked.Increment(ref seen) == requests)
            {
                process.Kill();
            }
        };
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(process.ExitCode == ExitCode.Done || seen >= requests, await error);
        return seen >= requests;
    }

    private static string StateOf(CloudCli cloud)
    {
        var state = cloud.StandIn.State;
        var app = Assert.Single(state.Apps);
        var channel = Assert.Single(state.Channels);
        var revisions = state.Revisions.Select(
            revision => revision.Number + (revision.Id == channel.ActiveRevisionId ? " live" : ""));
        return string.Join(
            '\n',
            [
                app.StorageId, $"runs {channel.Site.Active?.ImageDigest}",
                .. PairsOf(app.Variables), .. InOrder(revisions),
                .. InOrder(state.Databases.Select(TextOf)), .. InOrder(state.Stores.Select(TextOf)),
            ]);

        string TextOf(CloudResource resource) => string.Join(
            ' ',
            [
                resource.Name, resource.DefaultOf == app.Id ? "default" : "-",
                .. InOrder(resource.Links.Select(link => $"{link.Label}:{link.AppId == app.Id}")),
                .. PairsOf(resource.Pairs),
            ]);
    }

    private static IEnumerable<string> PairsOf(IReadOnlyDictionary<string, string> pairs) =>
        InOrder(pairs.Select(pair => $"{pair.Key}={pair.Value}"));

    private static IEnumerable<string> InOrder(IEnumerable<string> lines) => lines.Order(StringComparer.Ordinal);
}
