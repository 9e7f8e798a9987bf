using System.Text.RegularExpressions;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>The rehearsal of the README, every command of it in its order.</summary>
public sealed class RehearsalTests
{
    private const string RegistryOfTheReadme = "127.0.0.1:5310";

    [Fact]
    public async Task Rehearsal_EveryCommand_GoesAsTheReadmeSays()
    {
        var commands = Commands();
        Assert.Equal(7, commands.Count);
        Assert.Contains("--seed bindle=testdata/petstore", commands[0], StringComparison.Ordinal);
        Assert.Contains($"--registry-port {RegistryOfTheReadme.Split(':')[1]}", commands[0], StringComparison.Ordinal);
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

    private static List<string> Commands()
    {
        var readme = File.ReadAllText(RepositoryRoot.Combine("README.md"));
        var start = readme.IndexOf("### A rehearsal in five minutes", StringComparison.Ordinal);
        var section = readme[start..readme.IndexOf("\n## ", start, StringComparison.Ordinal)];
        return
        [
            .. Regex.Matches(section, "^(?:bindle2oci|dotnet run) .*$", RegexOptions.Multiline)
                .Select(match => match.Value),
        ];
    }

    private static string[] ArgumentsOf(string command, string registry) =>
    [
        .. command.Split(' ').Skip(1).Select(word => word switch
        {
            RegistryOfTheReadme => registry,
            "testdata/petstore" => CloudCli.Petstore,
            _ => word,
        }),
    ];
}
