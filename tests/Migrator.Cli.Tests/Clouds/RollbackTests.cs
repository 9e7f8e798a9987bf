using System.Text.Json;
using Migrator.StandIn.Http;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>What ways back tell, through the command line.</summary>
public sealed class RollbackTests
{
    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Rollback_CloudThatDoesNotAgree_IsTold(string output)
    {
        await using var cloud = await CloudCli.StartAsync();
        await cloud.DeployAsync(CloudCli.Petstore);
        await cloud.DeployAsync(cloud.PetstoreOf("1.3.0"));
        DisagreeAfterPatch(cloud, 1);

        var back = await cloud.RunAsync("rollback", "petstore", "-o", output);

        Assert.True(back.ExitCode == ExitCode.Done, back.Error);
        Assert.Contains("BM5011", output == "json" ? back.Output : back.Error, StringComparison.Ordinal);
        Assert.Contains("does not agree", output == "json" ? back.Output : back.Error, StringComparison.Ordinal);
        Assert.Contains("second    new    old  error", back.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollback_ByTheNameThatTheCloudHas_FindsIt()
    {
        await using var cloud = await CloudCli.StartAsync();
        var app = cloud.StandIn.Seeds.MixedCaseLegacyApp();
        await cloud.DeployAsync(CloudCli.Petstore, "--app-id", app.Id.ToString());
        await cloud.DeployAsync(cloud.PetstoreOf("1.3.0"), "--app-id", app.Id.ToString());

        var back = await cloud.RunAsync("rollback", "Hello-World");

        Assert.True(back.ExitCode == ExitCode.Done, back.Error);
        Assert.StartsWith("1.2.0-r", back.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--app-id", "0b9c1e51-6f0e-4a58-9d0a-6f2b4a7c1d11")]
    public async Task Rollback_OfNoApp_ExitsAsStatusDoes(params string[] flags)
    {
        await using var cloud = await CloudCli.StartAsync();

        var status = await cloud.RunAsync("status", "nothere");
        var back = await cloud.RunAsync(["rollback", "nothere", .. flags]);
        var json = await cloud.RunAsync(["rollback", "nothere", .. flags, "-o", "json"]);

        Assert.Equal(ExitCode.Source, status.ExitCode);
        Assert.Equal((ExitCode.Source, ExitCode.Source), (back.ExitCode, json.ExitCode));
        Assert.Contains("source-refused", json.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_ThatGoesBackAndTheCloudDoesNotAgree_TellsIt()
    {
        await using var cloud = await CloudCli.StartAsync();
        await cloud.DeployAsync(CloudCli.Petstore);
        DisagreeAfterPatch(cloud, 2);

        var run = await cloud.DeployAsync(
            cloud.PetstoreOf("1.3.0"), "--smoke", "/nothing=299", "--on-failure", "rollback", "-o", "json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("rolled-back", json.RootElement.GetProperty("status").GetString());
        Assert.Contains("BM5011", run.Output, StringComparison.Ordinal);
    }

    // The host is still found; after that the cloud knows nothing of the app.
    private static void DisagreeAfterPatch(CloudCli cloud, int patch)
    {
        var (patches, asked) = (0, 0);
        cloud.StandIn.Requests.Answered += request =>
            patches += request.Operation == "PATCH /api/channels/{id}" ? 1 : 0;
        cloud.StandIn.Faults.When(
            request => patches == patch && request.Operation == "GET /api/apps/{id}" && ++asked > 1,
            StandInFault.Status(404),
            count: int.MaxValue);
    }
}
