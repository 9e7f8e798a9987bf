using System.Text.Json;
using System.Text.RegularExpressions;
using Migrator.Cli.Tests.Clouds;
using Migrator.Cli.Tests.EndToEnd;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.Output;

/// <summary>
/// The documented shape of the JSON of batches, results, events and reports, is the real one: no member more, none
/// less.
/// </summary>
public sealed partial class BatchJsonContractTests : IAsyncLifetime
{
    private static readonly string[] Result = ["schema", "status", "exitCode", "findings"];
    private static readonly string[] Event = ["event", "version", "at"];

    // Their members are words that are counted.
    private static readonly HashSet<string> Counts = ["classes", "gate", "leftOut", "statuses", "states"];

    // What the section names beside members.
    private static readonly HashSet<string> Values =
    [
        "batch-plan", "batch-verify", "batch-report", "batch verify", "null", "unknown", "yes", "no", "run-ended",
        "finished", "stopped", "cancelled", "too-many-errors", "out-of-time", "out-of-transfer",
    ];

    private static readonly Dictionary<string, HashSet<string>> Documented = ReadRows();

    private readonly Dictionary<string, HashSet<string>> _found = [];

    public async Task InitializeAsync()
    {
        await MoveAsync();
        await DeployAsync();
    }

    [Fact]
    public void Readme_EveryRow_IsFound() => Assert.Equal(
        Documented.Keys.Order(StringComparer.Ordinal), _found.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void EveryMember_IsDocumented() => Assert.All(
        _found, row => Assert.Empty(row.Value.Except(Documented[row.Key]).Except(HeadOf(row.Key))));

    [Fact]
    public void Readme_EveryMember_IsFound() => Assert.All(
        Documented, row => Assert.Empty(row.Value.Except(_found.GetValueOrDefault(row.Key, []))));

    [Fact]
    public void EveryResultAndEvent_BeginsAsDocumented() => Assert.All(
        _found, row => Assert.Empty(HeadOf(row.Key).Except(row.Value)));

    public Task DisposeAsync() => Task.CompletedTask;

    // One is not there when its turn comes, one is changed after it was brought, one is lost, and then all looks fail.
    private async Task MoveAsync()
    {
        await using var registry = await RegistryHost.StartAsync();
        using var folder = new BatchFolder(3);
        var journal = folder.Journal("batch");
        await TakeAsync("batch", "plan", folder.WriteBatch(registry.Host, "batch"));
        File.Delete(folder.OwnParcelOf(2));
        await TakeEventsAsync("batch", "run", journal);
        registry.AddManifest("app001", "1.0.0", "application/vnd.oci.image.manifest.v1+json", """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","layers":[],"config":
            {"mediaType":"text/plain","digest":
            "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2}}
            """u8.ToArray());
        await TakeAsync("batch", "verify", journal);
        await TakeEventsAsync("batch", "verify", journal);
        registry.Repository("app003").Tags.TryRemove("1.0.0", out _);
        await TakeEventsAsync("batch", "run", journal);
        registry.Faults.OnEvery(RequestKind.ManifestHead, Fault.Status(401));
        await TakeEventsAsync("batch", "run", journal, "--retries", "0");
        await TakeAsync("batch", "run", journal, "--retries", "0");
        TakeReport(await CliRun.OfAsync("batch", "report", journal, "--format", "json"));
    }

    private async Task DeployAsync()
    {
        await using var cloud = await CloudCli.StartAsync();
        using var batch = new CloudBatch(cloud, "one");
        Take(await batch.PlanAsync("--output", "json"));
        TakeEvents(await batch.RunAsync("batch", "run", batch.Journal, "--output", "ndjson"));
        TakeReport(await batch.RunAsync("batch", "report", batch.Journal, "--format", "json"));
    }

    private async Task TakeAsync(params string[] words) => Take(await CliRun.OfAsync([.. words, "--output", "json"]));

    private async Task TakeEventsAsync(params string[] words) =>
        TakeEvents(await CliRun.OfAsync([.. words, "--output", "ndjson"]));

    private void Take(CliRun run)
    {
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(run.ExitCode, json.RootElement.GetProperty("exitCode").GetInt32());
        Add(json.RootElement.GetProperty("schema").GetString()!, MembersOf(json.RootElement));
    }

    private void TakeEvents(CliRun run)
    {
        foreach (var line in run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            Add(json.RootElement.GetProperty("event").GetString()!, MembersOf(json.RootElement));
        }
    }

    private void TakeReport(CliRun run)
    {
        using var json = JsonDocument.Parse(run.Output);
        var report = json.RootElement;
        Add("the report", report.EnumerateObject().Select(member => member.Name));
        foreach (var part in (string[])["plan", "bytes", "runs", "causes", "timeline", "apps"])
        {
            Add(part, MembersOf(report.GetProperty(part), isReport: true));
        }
    }

    private void Add(string row, IEnumerable<string> members)
    {
        _found.TryAdd(row, []);
        _found[row].UnionWith(members);
    }

    private static string[] HeadOf(string row) => row switch
    {
        "bindle2oci.batch-run/1" => [.. Result, .. Event],
        _ when row.StartsWith("bindle2oci.", StringComparison.Ordinal) => Result,
        _ when row.StartsWith("run-", StringComparison.Ordinal) || row.StartsWith("app-", StringComparison.Ordinal) =>
            Event,
        _ => [],
    };

    // Findings of results are documented with those of other commands.
    private static IEnumerable<string> MembersOf(JsonElement element, bool isReport = false) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            Counts.Contains(member.Name) || (member.Name == "findings" && !isReport)
                ? [member.Name]
                : MembersOf(member.Value, isReport).Prepend(member.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => MembersOf(item, isReport)),
        _ => [],
    };

    private static Dictionary<string, HashSet<string>> ReadRows()
    {
        var text = File.ReadAllText(RepositoryRoot.Combine("src", "Migrator.Cli", "README.md"));
        var start = text.IndexOf("## Batches in JSON\n", StringComparison.Ordinal);
        var rows = text[start..text.IndexOf("\n## ", start, StringComparison.Ordinal)].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)
                || line.StartsWith("| the report", StringComparison.Ordinal))
            .Select(line => line.Split('|'))
            .ToDictionary(cells => cells[1].Trim(' ', '`'), cells => Quoted(cells[2]));
        rows["bindle2oci.batch-run/1"] = rows["run-ended"];
        return rows;
    }

    private static HashSet<string> Quoted(string text) =>
        [.. Backticks().Matches(text).Select(match => match.Groups[1].Value).Where(word => !Values.Contains(word))];

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Backticks();
}
