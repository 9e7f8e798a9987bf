using System.Text.Json;
using Migrator.StandIn;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>A Wagi app all the way to a cloud: from its sources, and from the bindle of them.</summary>
public sealed class WagiDeployTests : IDisposable
{
    private static readonly string Facts = RepositoryRoot.Combine("testdata", "wagi", "HIPPOFACTS");
    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task Deploy_WagiApp_AnswersAsWhatWasPushed(CloudEra era)
    {
        await using var cloud = await CloudCli.StartAsync(era);

        var run = await cloud.DeployBareAsync(Facts, "-o", "json");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error + run.Output);
        using var deployed = JsonDocument.Parse(run.Output);
        using var info = await InfoAsync(cloud);
        Assert.Equal(cloud.StandIn.State.Apps.Single().Name, info.RootElement.GetProperty("name").GetString());
        Assert.Equal("1.2.0", info.RootElement.GetProperty("version").GetString());
        Assert.Equal(
            deployed.RootElement.GetProperty("app").GetProperty("digest").GetString(),
            info.RootElement.GetProperty("oci_image_digest").GetString());
        Assert.Empty(cloud.StandIn.Registry.IncompleteTags());
        Assert.Equal("", cloud.StandIn.Conformance.ToString());
    }

    [Fact]
    public async Task Deploy_BindleOfTheSameApp_FindsItThere()
    {
        await using var cloud = await CloudCli.StartAsync();
        var layout = $"oci:{_temp.Combine("layout")}";
        await CliRun.OfAsync("migrate", Facts, layout, "--profile", "bindle");
        await CliRun.OfAsync("restore", layout, _temp.Combine("bindle"));
        var first = await cloud.DeployBareAsync(Facts);
        cloud.StandIn.Requests.Clear();

        var second = await cloud.DeployBareAsync(_temp.Combine("bindle"));

        Assert.Equal((ExitCode.Done, ExitCode.Done), (first.ExitCode, second.ExitCode));
        Assert.Equal(first.Output, second.Output);
        Assert.Contains("nothing to do", second.Error, StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    public void Dispose() => _temp.Dispose();

    private static async Task<JsonDocument> InfoAsync(CloudCli cloud)
    {
        using var http = new HttpClient();
        return JsonDocument.Parse(await http.GetStringAsync(
            new Uri(cloud.StandIn.State.Apps.Single().Site!.Address, ".well-known/spin/info")));
    }
}
