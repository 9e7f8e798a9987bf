using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Cloud.Api;
using Migrator.Cloud.Deployment;
using Migrator.Cloud.Health;
using Migrator.Conversion;
using Migrator.Engine.Batch;

namespace Migrator.Engine.Tests.Batch;

/// <summary>The table <c>[deploy]</c> of batch files: what it means, and that it can hold no value.</summary>
public sealed class BatchDeployFileTests
{
    private const string Source = "version = 1\n[[source]]\nstore = \"bindles\"\n";

    [Fact]
    public void Read_EveryField_MeansWhatItSays()
    {
        var file = Read(Source + """
            [target]
            profile = "spin2"
            [deploy]
            cloud = "https://cloud.example.com"
            environment = "production"
            registry = "registry.example.com:5000"
            era = "explicit-channels"
            on-failure = "rollback"
            require-rollback = true
            smoke = ["/ping", "/old=301"]
            [[deploy.variable]]
            name = "api_token"
            env = "SHOP_TOKEN"
            bindles = ["shop*"]
            [[deploy.variable]]
            name = "motto"
            file = "motto.txt"
            [[deploy.link]]
            kind = "sqlite"
            label = "default"
            name = "shop-data"

            """).File!;

        Assert.Null(file.Target);
        var deploy = file.Deploy!;
        Assert.Equal(new Uri("https://cloud.example.com/"), deploy.Cloud);
        Assert.Equal(("production", "registry.example.com:5000"), (deploy.Environment, deploy.Registry));
        Assert.Equal((OnFailure.Rollback, true), (deploy.OnFailure, deploy.IsRollbackRequired));
        Assert.Equal((Profile.Spin2, CloudEra.ExplicitChannels), (deploy.Profile, deploy.Era));
        Assert.Equal([new SmokeCheck("/ping"), new SmokeCheck("/old", 301)], [.. deploy.Smoke]);
        Assert.Equal(
            [
                ("api_token", BatchVariableSource.Environment, "SHOP_TOKEN"),
                ("motto", BatchVariableSource.File, "motto.txt"),
            ],
            deploy.Variables.Select(variable => (variable.Name, variable.Source, variable.Location)));
        Assert.Equal(
            [new ResourceLink(ResourceKind.Sql, "default", "shop-data")],
            [.. deploy.LinksOf(BindleId.Parse("shop/1.0.0"))]);
    }

    [Fact]
    public void Read_LeastTable_TakesTheLoginsCloudAndItsForm()
    {
        var deploy = Read(Source + "[deploy]\n").File!.Deploy!;

        Assert.Equal((null, null, null), (deploy.Cloud, deploy.Registry, deploy.Profile));
    }

    [Fact]
    public void Read_Template_CanBeUncommented()
    {
        var lines = BatchTemplate.Text.Split('\n').ToList();
        var first = lines.IndexOf("# [deploy]");
        for (var line = first; lines[line].StartsWith('#'); line++)
        {
            lines[line] = lines[line][2..];
        }

        var text = string.Join('\n', lines.Where(line =>
            !line.StartsWith("registry = \"registry.example.com\"", StringComparison.Ordinal)
            && !line.StartsWith("team = ", StringComparison.Ordinal)
            && !line.StartsWith("template = ", StringComparison.Ordinal)));

        var reading = Read(text);

        Assert.Empty(reading.Findings);
        Assert.Equal("SHOP_API_URL", Assert.Single(reading.File!.Deploy!.Variables).Location);
        Assert.Equal(2, reading.File.Deploy.Smoke.Length);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5309", true)]
    [InlineData("http://cloud.example.com", false)]
    public void Read_CloudOverHttp_IsForThisMachineAlone(string cloud, bool isTaken)
    {
        var reading = Read(Source + $"[deploy]\ncloud = \"{cloud}\"\n");

        Assert.Equal(isTaken, reading.File is not null);
        Assert.Equal(
            !isTaken,
            reading.Findings.Any(finding => finding.Message.Contains(
                "http:// would show the token", StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_ManyFaults_TellsAllOfThemAndNoValue()
    {
        var reading = Read(Source + """
            [target]
            registry = "registry.example.com"
            profile = "bindle"
            app-version = "full"
            [deploy]
            cloud = "cloud.example.com"
            registry = "a/b"
            on-failure = "retry"
            smoke = ["ping"]
            [[deploy.variable]]
            name = "api_token"
            value = "hunter2"
            [[deploy.variable]]
            name = "motto"
            env = "A"
            file = "b"

            """);

        Assert.Null(reading.File);
        Assert.Equal(
            ["5:12", "6:11", "7:15", "9:9", "10:12", "11:14", "12:9", "15:9", "19:8"],
            reading.Findings.Select(finding => finding.Place!["batch.toml:".Length..]));
        Assert.DoesNotContain(reading.Findings, finding => finding.Message.Contains("hunter2"));
    }

    private static BatchFileReading Read(string text) =>
        BatchFileToml.Read(Encoding.UTF8.GetBytes(text), "batch.toml");
}
