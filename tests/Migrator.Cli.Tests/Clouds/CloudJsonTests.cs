using System.Text.Json;
using System.Text.RegularExpressions;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>The documented shape of the results of clouds is the real one.</summary>
public sealed partial class CloudJsonTests
{
    [Fact]
    public async Task EveryMember_OfEveryResult_IsDocumented()
    {
        await using var cloud = await CloudCli.StartAsync();
        await cloud.DeployAsync(CloudCli.Petstore);
        CliRun[] runs =
        [
            await cloud.DeployAsync(
                cloud.PetstoreOf("1.3.0"), "--smoke", "/nowhere=299", "--on-failure", "rollback", "-o", "json"),
            await cloud.DeployAsync(cloud.PetstoreOf("1.4.0"), "--dry-run", "-o", "json"),
            await cloud.RunAsync("status", "-o", "json"),
            await cloud.RunAsync("rollback", "petstore", "-o", "json"),
            await cloud.RunAsync("login", "--status", "-o", "json"),
            await cloud.RunAsync("logout", "-o", "json"),
        ];

        var readme = File.ReadAllText(RepositoryRoot.Combine("src", "Migrator.Cli", "README.md"));
        var documented = Quoted(readme);
        var section = Quoted(readme[readme.IndexOf("## Clouds in JSON", StringComparison.Ordinal)..]);
        var members = runs.SelectMany(run => MembersOf(JsonDocument.Parse(run.Output).RootElement)).ToHashSet();
        Assert.Empty(members.Except(documented));
        Assert.Empty(section.Where(word => word.Any(char.IsUpper)).Except(members));
        Assert.All(runs, run => Assert.Contains(SchemaOf(run), section));
    }

    private static string SchemaOf(CliRun run) =>
        JsonDocument.Parse(run.Output).RootElement.GetProperty("schema").GetString()!;

    private static HashSet<string> Quoted(string text) =>
        [.. Backticks().Matches(text).Select(match => match.Groups[1].Value)];

    private static IEnumerable<string> MembersOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(member => MembersOf(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(MembersOf),
        _ => [],
    };

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Backticks();
}
