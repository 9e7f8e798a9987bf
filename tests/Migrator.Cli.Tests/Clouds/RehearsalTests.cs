using Migrator.Cli.Tests.Registries;
using Migrator.Testing.Pages;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>The commands of the page about deploying, in their order, with the addresses of a stand-in.</summary>
public sealed class RehearsalTests
{
    private const string RegistryOfThePage = "127.0.0.1:5310";
    private static readonly Page Deploying = Page.Of("docs/deploying.md");

    [Fact]
    public async Task Commands_OfACloud_GoAsThePageSays()
    {
        await using var cloud = await CloudCli.StartAsync();
        cloud.StandIn.Seeds.LegacyAppOf(CloudCli.Petstore);
        var runs = new List<CliRun>();
        foreach (var command in Commands(Deploying.Blocks.Take(1)))
        {
            string[] more = command.Split(' ')[1] switch
            {
                "login" => ["--cloud-url", cloud.StandIn.Address.AbsoluteUri],
                "migrate" => ["--registry", cloud.Registry],
                _ => [],
            };
            runs.Add(await cloud.RunAsync(
                context => command.EndsWith("login", StringComparison.Ordinal)
                    ? context with { Clock = new HurryingClock() }
                    : context,
                [.. ArgumentsOf(command, cloud.Registry), .. more]));
            Assert.True(runs[^1].ExitCode == ExitCode.Done, $"{command}: {runs[^1].Error}");
        }

        Assert.Equal(6, runs.Count);
        Assert.Contains("legacy", runs[1].Output, StringComparison.Ordinal);
        Assert.Contains("oci", runs[4].Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rehearsal_EveryCommand_GoesAsThePageSays()
    {
        var commands = Commands(Deploying.BlocksBelow("## A rehearsal in five minutes"));
        Assert.Equal(7, commands.Count);
        Assert.Contains("--seed bindle=testdata/petstore", commands[0], StringComparison.Ordinal);
        Assert.Contains($"--registry-port {RegistryOfThePage.Split(':')[1]}", commands[0], StringComparison.Ordinal);
        await using var cloud = await CloudCli.StartAsync();
        cloud.StandIn.Seeds.LegacyAppOf(CloudCli.Petstore);

        var runs = new List<CliRun>();
        foreach (var command in commands.Skip(1))
        {
            runs.Add(await cloud.RunAsync(ArgumentsOf(command, cloud.Registry)));
            Assert.True(runs[^1].ExitCode == ExitCode.Done, $"{command}: {runs[^1].Error}");
        }

        Assert.Contains("legacy", runs[0].Output, StringComparison.Ordinal);
        Assert.Contains("way back  no.", runs[1].Output, StringComparison.Ordinal);
        Assert.Contains("second    new    old  error", runs[2].Error, StringComparison.Ordinal);
        Assert.Contains("1.2.0-r", runs[4].Output, StringComparison.Ordinal);
        Assert.Contains(runs[4].Output.Trim(), runs[5].Output, StringComparison.Ordinal);
    }

    private static List<string> Commands(IEnumerable<PageBlock> blocks) =>
    [
        .. blocks.SelectMany(block => block.Text.Split('\n'))
            .Where(line => line.StartsWith("bindle2oci ", StringComparison.Ordinal)
                || line.StartsWith("dotnet run ", StringComparison.Ordinal)),
    ];

    private static string[] ArgumentsOf(string command, string registry) =>
    [
        .. command.Split(' ').Skip(1).Select(word => word switch
        {
            RegistryOfThePage => registry,
            "testdata/petstore" => CloudCli.Petstore,
            _ => word,
        }),
    ];
}
