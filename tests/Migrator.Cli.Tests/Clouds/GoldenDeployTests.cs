using System.Globalization;
using System.Text.RegularExpressions;
using Migrator.StandIn;
using Migrator.Testing;
using Snapshooter.Xunit;
using Xunit.Abstractions;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>
/// Every bindle that Spin made for a legacy app is upgraded to OCI; the way back is refused. What cannot go is refused
/// without a write.
/// </summary>
public sealed partial class GoldenDeployTests(ITestOutputHelper output)
{
    [SharedTheory]
    [InlineData(CloudEra.C37, "made")]
    [InlineData(CloudEra.Head, "made")]
    [InlineData(CloudEra.C37, "early", "v0.1.0", "made")]
    [InlineData(CloudEra.C37, "early", "v0.1.0", "corpus")]
    [InlineData(CloudEra.C37, "early", "v0.2.0", "made")]
    [InlineData(CloudEra.C37, "early", "v0.2.0", "corpus")]
    public async Task Upgrade_OfEveryLegacyApp_GoesToOciAndNotBack(CloudEra era, params string[] set)
    {
        var refused = new List<string>();
        var folders = BindlesBelow(set);
        foreach (var folder in folders)
        {
            await using var cloud = await CloudCli.StartAsync(era);
            cloud.StandIn.Seeds.LegacyAppOf(folder);
            if (await RefusalOrNullAsync(cloud, folder) is { } code)
            {
                refused.Add($"{Path.GetRelativePath(SharedData.Combine("golden", "spin"), folder)}: {code}");
                Assert.Empty(cloud.StandIn.Requests.Writes);
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{folders.Count - refused.Count} upgraded, {refused.Count} refused"));
        Snapshot.Match(string.Join('\n', refused), $"GoldenDeployTests.{string.Join('-', [era.ToString(), .. set])}");
    }

    /// <summary>Upgrades; the code of the error when it was refused for a reason that was told, else null.</summary>
    private async Task<string?> RefusalOrNullAsync(CloudCli cloud, string folder)
    {
        var legacy = cloud.StandIn.State.Apps.Single();
        var revision = cloud.StandIn.State.Revisions.Single();
        var run = await cloud.DeployBareAsync(
            [folder, "--app-id", legacy.Id.ToString(), .. await WhatItNeedsAsync(cloud, folder, legacy.Id)]);
        if (run.ExitCode != ExitCode.Done)
        {
            Assert.Contains(run.ExitCode, new[] { ExitCode.Source, ExitCode.Target });
            Assert.Matches(Reasons(), run.Error);
            var error = run.Error.Split('\n').First(line => line.Contains("error BM", StringComparison.Ordinal));
            output.WriteLine(error);
            return Code().Match(error).Groups[1].Value;
        }

        var app = Assert.Single(cloud.StandIn.State.Apps);
        Assert.Equal(2, cloud.StandIn.State.Revisions.Length);
        var status = await cloud.RunAsync("status", "-o", "json");
        Assert.Contains("\"verdict\": \"oci", status.Output, StringComparison.Ordinal);
        cloud.StandIn.Requests.Clear();
        var back = await cloud.RunAsync(
            "rollback", app.Name, "--app-id", app.Id.ToString(), "--revision", revision.Number);
        Assert.Equal(
            revision.Number.Contains('+', StringComparison.Ordinal) ? ExitCode.Gate : ExitCode.Target, back.ExitCode);
        Assert.Empty(cloud.StandIn.Requests.Writes);
        return null;
    }

    // Variables and links that the plan asks for are given, as its messages say.
    private static async Task<string[]> WhatItNeedsAsync(CloudCli cloud, string folder, Guid app)
    {
        var plan = await cloud.DeployBareAsync(folder, "--app-id", app.ToString(), "--dry-run");
        return [.. Given(plan, "--variable", "=...,"), .. Given(plan, "--link", "=NAME,")];
    }

    private static IEnumerable<string> Given(CliRun plan, string option, string ending) => plan.Error.Split('\n', ' ')
        .Where(word => word.EndsWith(ending, StringComparison.Ordinal))
        .SelectMany(word => (string[])[option, word.Replace(ending, "=value", StringComparison.Ordinal)]);

    private static List<string> BindlesBelow(string[] set) =>
    [
        .. Directory.GetFiles(
                SharedData.Combine(["golden", "spin", .. set]), "invoice.toml", SearchOption.AllDirectories)
            .Select(path => Path.GetDirectoryName(path)!)
            .Order(StringComparer.Ordinal),
    ];

    // Not of HTTP, without a name that OCI allows, with two components on one route, on a route of the host's own, or
    // with more files than the registry takes; or no Spin of today can hold it.
    [GeneratedRegex("error BM3[0-9]{3}|no trigger but http|no OCI repository|only one can have it"
        + "|would never be reached|error BM4004|\\.spin\\.internal|this cloud has only default")]
    private static partial Regex Reasons();

    [GeneratedRegex("error (BM[0-9]{4})")]
    private static partial Regex Code();
}
