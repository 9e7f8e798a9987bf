using System.Text.Json;
using Migrator.StandIn;
using Migrator.StandIn.Http;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>What <c>migrate --deploy</c> tells before anything is written.</summary>
public sealed class DeployPlanTests
{
    [Theory]
    [InlineData]
    [InlineData("--variable", "api_token=a", "--require-rollback")]
    public async Task Deploy_ThatWouldFail_WritesNothing(params string[] flags)
    {
        await using var cloud = await CloudCli.StartAsync();
        cloud.StandIn.Seeds.LegacyAppOf(CloudCli.Petstore);

        var run = await cloud.DeployBareAsync([CloudCli.Petstore, .. flags]);

        Assert.Equal(ExitCode.Target, run.ExitCode);
        Assert.Contains("BM5002", run.Error, StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Fact]
    public async Task Deploy_AppThatNoCloudRuns_WritesNothing()
    {
        await using var cloud = await CloudCli.StartAsync();

        var run = await cloud.DeployBareAsync(RepositoryRoot.Combine("testdata", "redis-app"));

        Assert.True(run.ExitCode == ExitCode.Target, run.Error);
        Assert.Contains("no trigger but http", run.Error, StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    [CloudTest(CloudLine.HalfCreated)]
    public async Task DryRun_Always_IsExactlyWhatTheDeployThenDoes(CloudEra era)
    {
        await using var cloud = await CloudCli.StartAsync(era);
        cloud.StandIn.Seeds.HalfCreatedApp("petstore", isOci: true);
        string[] flags = [CloudCli.Petstore, "--variable", "colour=sea-green", "-o", "json"];

        var plan = await cloud.DeployAsync([.. flags, "--dry-run"]);
        var writesOfThePlan = cloud.StandIn.Requests.Writes;
        var run = await cloud.DeployAsync(flags);

        Assert.Equal((ExitCode.Done, ExitCode.Done), (plan.ExitCode, run.ExitCode));
        Assert.Empty(writesOfThePlan);
        var writes = cloud.StandIn.Requests.Writes.Where(request => request.Area == Area.Api).ToList();
        Assert.Equal(RequestsOf(plan), writes.Select(request => $"{request.Method} {request.Path}"));
        Assert.All(writes.Zip(FieldsOf(plan)), pair => Assert.Subset(TextsIn(pair.First), pair.Second));
        CloudCli.RequireNoSecret(plan, "sea-green");
        CloudCli.RequireNoSecret(run, "sea-green");
    }

    [Fact]
    public async Task DryRun_DatabaseOfTheEarlierEra_HasNoLabel()
    {
        await using var cloud = await CloudCli.StartAsync();

        var plan = await cloud.DeployAsync(CloudCli.Petstore, "--dry-run");

        Assert.Contains("POST /api/sql-databases/create name=default\n", plan.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task DryRun_Push_CountsTheRequestsThatTheRegistryThenGets(CloudEra era)
    {
        await using var cloud = await CloudCli.StartAsync(era);

        var plan = await cloud.DeployAsync(CloudCli.Petstore, "--dry-run");
        cloud.StandIn.Requests.Clear();
        await cloud.DeployAsync(CloudCli.Petstore);

        var sent = cloud.StandIn.Requests.Of(Area.Registry).CountBy(request => request.Method)
            .ToDictionary(StringComparer.Ordinal);
        Assert.Contains(
            $"{sent["HEAD"]} HEAD, {sent["POST"]} POST and {sent["PUT"]} PUT to petstore",
            plan.Output,
            StringComparison.Ordinal);
        Assert.Equal(3, sent.Count);
    }

    [Fact]
    public async Task DryRun_Text_SaysStepsAndWhatCannotBeKnown()
    {
        await using var cloud = await CloudCli.StartAsync();
        cloud.StandIn.Seeds.LegacyAppOf(CloudCli.Petstore);

        var run = await cloud.DeployAsync(CloudCli.Petstore, "--dry-run");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Matches("step 1    push [0-9]+ bytes in [0-9]+ blobs\n", run.Output);
        Assert.Contains("way back  no.", run.Output, StringComparison.Ordinal);
        Assert.Contains("unknown   ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--app-version", "full")]
    [InlineData("--profile", "bindle")]
    [InlineData("--no-read-back")]
    [InlineData("oci:layout")]
    [InlineData("--variable", "nothing")]
    [InlineData("--link", "sqlite:default")]
    [InlineData("--smoke", "ping")]
    [InlineData("--smoke", "https://user:secret@shop.example.com/")]
    [InlineData("--smoke", "ftp://shop.example.com/")]
    [InlineData("--cloud-url", "ftp://cloud.example.com")]
    [InlineData("--cloud-url", "http://cloud.example.com")]
    public async Task Deploy_WhatMakesNoSense_IsAWrongCommandLine(params string[] flags)
    {
        await using var cloud = await CloudCli.StartAsync();

        var run = await cloud.DeployAsync([CloudCli.Petstore, .. flags]);

        Assert.True(run.ExitCode == ExitCode.Usage, run.Error);
        Assert.Empty(cloud.StandIn.Requests.All);
    }

    [Fact]
    public async Task Deploy_NoteOnTheVersion_AdvisesNothingThatADeployRefuses()
    {
        await using var cloud = await CloudCli.StartAsync();

        var plan = await cloud.DeployAsync(CloudCli.Petstore, "--dry-run", "-o", "json");

        Assert.Contains("BM3208", plan.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--app-version", plan.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CloudEra.C37, "explicit-channels", "spin1")]
    [InlineData(CloudEra.Head, "implicit-activation", "spin2")]
    public async Task Deploy_CloudThatDoesNotTellItsEra_AsksForIt(CloudEra era, string word, string profile)
    {
        await using var cloud = await CloudCli.StartAsync(era);
        cloud.StandIn.Faults.On("GET /swagger/v1/swagger.json", StandInFault.Status(404), count: 99);

        var unknown = await cloud.DeployAsync(CloudCli.Petstore);
        var writes = cloud.StandIn.Requests.Writes;
        var told = await cloud.DeployAsync(CloudCli.Petstore, "--era", word, "-o", "json");

        Assert.Equal(ExitCode.Target, unknown.ExitCode);
        Assert.Contains("--era", unknown.Error, StringComparison.Ordinal);
        Assert.Empty(writes);
        Assert.True(told.ExitCode == ExitCode.Done, told.Output);
        Assert.Contains($"\"profile\": \"{profile}\"", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_DeployOptionsWithoutDeploy_AreAWrongCommandLine()
    {
        var run = await CliRun.OfAsync("migrate", CloudCli.Petstore, "oci:nowhere", "--variable", "a=b");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--variable is for a deploy", run.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> RequestsOf(CliRun plan) =>
        WordsOf(plan).Select(words => $"{words[0]} {words[1]}");

    private static IEnumerable<HashSet<string>> FieldsOf(CliRun plan) =>
        WordsOf(plan).Select(words => words[2..].ToHashSet(StringComparer.Ordinal));

    private static List<string[]> WordsOf(CliRun plan)
    {
        using var json = JsonDocument.Parse(plan.Output);
        return
        [
            .. json.RootElement.GetProperty("plan").GetProperty("steps").EnumerateArray()
                .Select(step => step.GetProperty("request").GetString()!.Split(' '))
                .Where(words => words[0] is "POST" or "PATCH"),
        ];
    }

    private static HashSet<string> TextsIn(LoggedRequest request)
    {
        using var json = JsonDocument.Parse(request.Body);
        return json.RootElement.EnumerateObject().Select(field => $"{field.Name}={field.Value}")
            .ToHashSet(StringComparer.Ordinal);
    }
}
