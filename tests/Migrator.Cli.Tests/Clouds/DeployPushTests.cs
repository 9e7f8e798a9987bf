using System.Text.Json;
using System.Text.Json.Nodes;
using Migrator.StandIn;
using Migrator.StandIn.Http;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>What the registry of a cloud is known for, and a login that ends, through the command line.</summary>
public sealed class DeployPushTests
{
    [Theory]
    [InlineData("the tag")]
    [InlineData("nothing")]
    [InlineData("another digest")]
    [CloudTest(CloudLine.NoDigestLocation)]
    public async Task Deploy_LocationOfTheManifestSaysNoUsableDigest_GoesByItsOwn(string says)
    {
        await using var cloud = await CloudCli.StartAsync();
        cloud.StandIn.Registry.Faults.OnEvery(RequestKind.ManifestPut, says switch
        {
            "the tag" => RegistryFaults.LocationOfTag(),
            "nothing" => Fault.Location(null),
            _ => Fault.Location($"/v2/petstore/manifests/sha256:{new string('0', 64)}"),
        });

        var run = await cloud.DeployAsync(CloudCli.Petstore, "-o", "json");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error + run.Output);
        using var json = JsonDocument.Parse(run.Output);
        var digest = json.RootElement.GetProperty("app").GetProperty("digest").GetString();
        Assert.Equal(digest, Assert.Single(cloud.StandIn.Registry.Repository("petstore").Tags).Value);
        Assert.Equal(digest, Assert.Single(cloud.StandIn.State.Apps).Site!.Active!.ImageDigest);
        Assert.Equal("converged", json.RootElement.GetProperty("health").GetProperty("verdict").GetString());
    }

    [Fact]
    [CloudTest(CloudLine.LocationRewrite)]
    public async Task Deploy_UploadsThatGoOnInAnotherRepository_AreFollowedThere()
    {
        await using var cloud = await CloudCli.StartAsync();

        var run = await cloud.DeployAsync(CloudCli.Petstore);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        var uploads = cloud.StandIn.Requests.Of(Area.Registry)
            .Where(request => request.Path.Contains("/uploads/", StringComparison.Ordinal)).ToLookup(IsOpening);
        Assert.NotEmpty(uploads[false]);
        Assert.All(
            uploads[true], request => Assert.StartsWith("/v2/petstore/", request.Path, StringComparison.Ordinal));
        Assert.All(
            uploads[false], request => Assert.StartsWith("/v2/cloud-user-", request.Path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RequestKind.UploadPost)]
    [InlineData(RequestKind.UploadPut)]
    [InlineData(RequestKind.ManifestPut)]
    [CloudTest(CloudLine.Retry)]
    public async Task Deploy_ProxyThatGivesUpOnThePush_IsTriedAgain(RequestKind kind)
    {
        await using var cloud = await CloudCli.StartAsync();
        cloud.StandIn.Registry.Faults.On(kind, Fault.Html(524));

        var run = await cloud.DeployAsync(CloudCli.Petstore);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Contains(cloud.StandIn.Requests.Of(Area.Registry), request => request.Status == 524);
        Assert.Single(cloud.StandIn.State.Revisions);
    }

    [Theory]
    [InlineData(RequestKind.UploadPost)]
    [InlineData(RequestKind.UploadPut)]
    [InlineData(RequestKind.ManifestPut)]
    [CloudTest(CloudLine.Retry)]
    public async Task Deploy_ProxyThatGivesUpForGood_ExitsWith5AndCanBeRunAgain(RequestKind kind)
    {
        await using var cloud = await CloudCli.StartAsync();
        cloud.StandIn.Registry.Faults.OnEvery(kind, Fault.Html(524));

        var troubled = await cloud.DeployAsync(CloudCli.Petstore, "--retries", "1");
        var apps = cloud.StandIn.State.Apps;
        cloud.StandIn.Registry.Faults.Clear();
        var again = await cloud.DeployAsync(CloudCli.Petstore);

        Assert.True(troubled.ExitCode == ExitCode.Temporary, troubled.Error);
        Assert.DoesNotContain("<html", troubled.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(apps);
        Assert.True(again.ExitCode == ExitCode.Done, again.Error);
        Assert.Single(cloud.StandIn.State.Revisions);
    }

    [Theory]
    [InlineData("POST", "/uploads/")]
    [InlineData("PUT", "/uploads/")]
    [InlineData("PUT", "/manifests/")]
    [CloudTest(CloudLine.UnauthorizedMidPush, CloudLine.TokenRefresh)]
    public async Task Deploy_TokenThatEndsAmidThePush_IsRenewedOnceAndKept(string method, string part)
    {
        await using var cloud = await CloudCli.StartAsync();
        cloud.StandIn.Faults.When(
            request => request.Area == Area.Registry && request.Method == method
                && request.Path.Contains(part, StringComparison.Ordinal),
            StandInFault.TokensExpired());

        var run = await cloud.DeployAsync(CloudCli.Petstore);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Contains(cloud.StandIn.Requests.Of(Area.Registry), request => request.Status == 401);
        Assert.Single(cloud.StandIn.Requests.Of("POST /api/auth-tokens/refresh"));
        Assert.NotEqual(cloud.StandIn.Login.Token, (string?)LoginIn(cloud)["token"]);
        Assert.Single(cloud.StandIn.State.Revisions);
    }

    [Fact]
    [CloudTest(CloudLine.TokenRefresh)]
    public async Task Deploy_LoginThatIsOver_IsRenewedBeforeAnythingElse()
    {
        await using var cloud = await CloudCli.StartAsync();
        var login = LoginIn(cloud);
        login["expiration"] = "2023-10-05T12:34:56.789Z";
        File.WriteAllText(LoginFileOf(cloud), login.ToJsonString());

        var run = await cloud.DeployAsync(CloudCli.Petstore);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Equal("POST /api/auth-tokens/refresh", cloud.StandIn.Requests.All[0].Operation);
        Assert.DoesNotContain(cloud.StandIn.Requests.All, request => request.Status == 401);
    }

    private static string LoginFileOf(CloudCli cloud) => Path.Combine(cloud.Settings, "fermyon", "config.json");

    private static JsonNode LoginIn(CloudCli cloud) => JsonNode.Parse(File.ReadAllText(LoginFileOf(cloud)))!;

    private static bool IsOpening(LoggedRequest request) => request.Method == "POST";
}
