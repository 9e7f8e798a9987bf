using System.Text.Json;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>A batch that is run again while its registry does not say what it has.</summary>
public sealed class BatchConfirmTests : IAsyncLifetime, IDisposable
{
    private readonly BatchFolder _folder = new(3);
    private RegistryHost _registry = null!;

    public async Task InitializeAsync()
    {
        _registry = await RegistryHost.StartAsync();
        await PlanAsync();
        Assert.Equal(0, (await RunAsync()).ExitCode);
    }

    [Theory]
    [InlineData(401, 3, ExitCode.Credentials)]
    [InlineData(401, 2, ExitCode.Credentials)]
    [InlineData(503, 3, ExitCode.Temporary)]
    public async Task Run_LooksThatFail_AreToldAndCounted(int status, int count, int code)
    {
        _registry.Faults.OnFirst(RequestKind.ManifestHead, count, Fault.Status(status));

        var run = await RunAsync();

        Assert.Equal(code, run.ExitCode);
        Assert.Contains(
            $"{3 - count} confirmed, {count} could not be looked at, 0 failed, ", run.Output, StringComparison.Ordinal);
        Assert.Contains("Go on with: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_LooksThatFailForSeveralCauses_MayPass()
    {
        _registry.Faults.On(RequestKind.ManifestHead, Fault.Status(401));
        _registry.Faults.On(RequestKind.ManifestHead, Fault.Status(503), nth: 2);

        Assert.Equal(ExitCode.Temporary, (await RunAsync()).ExitCode);
    }

    [Fact]
    public async Task Run_LooksThatFailAsEvents_HaveTheirCause()
    {
        _registry.Faults.OnEvery(RequestKind.ManifestHead, Fault.Status(401));

        var run = await RunAsync("--output", "ndjson");

        var events = EventsOf(run);
        var looks = events.Where(happened => Text(happened, "event") == "app-confirmed").ToList();
        Assert.Equal(3, looks.Count);
        Assert.All(looks, look =>
        {
            Assert.Equal(("unknown", "BM4007"), (Text(look, "found"), Text(look, "code")));
            Assert.Contains("401", Text(look, "message"), StringComparison.Ordinal);
        });
        RequireCounts(events[^1], ("toConfirm", 3), ("confirmed", 0), ("reopened", 0), ("unconfirmed", 3), ("open", 0));
    }

    [Fact]
    public async Task Run_LooksThatFailAsJson_AreCountedAndTheirCauseIsOnStandardError()
    {
        _registry.Faults.OnFirst(RequestKind.ManifestHead, 1, Fault.Status(401));

        var run = await RunAsync("--output", "json");

        RequireCounts(EventsOf(run).Single(), ("toConfirm", 3), ("confirmed", 2), ("unconfirmed", 1), ("refused", 0));
        Assert.Contains("401", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BindleThatThePlanRefused_IsCountedInJson()
    {
        File.Delete(_folder.OwnParcelOf(2));
        await PlanAsync("--replace");

        var run = await RunAsync("--output", "json");

        Assert.Equal(ExitCode.Partly, run.ExitCode);
        RequireCounts(EventsOf(run).Single(), ("refused", 1), ("failed", 0), ("open", 0));
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    private async Task PlanAsync(params string[] more)
    {
        var plan = await CliRun.OfAsync(["batch", "plan", _folder.WriteBatch(_registry.Host, "batch"), .. more]);
        Assert.True(plan.ExitCode == 0, plan.Error);
    }

    private Task<CliRun> RunAsync(params string[] more) =>
        CliRun.OfAsync(["batch", "run", _folder.Journal("batch"), "--retries", "0", .. more]);

    private static List<JsonElement> EventsOf(CliRun run) =>
    [
        .. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement),
    ];

    private static string Text(JsonElement happened, string member) => happened.GetProperty(member).GetString()!;

    private static void RequireCounts(JsonElement ended, params (string Member, long Count)[] counts) =>
        Assert.All(counts, count => Assert.Equal(count.Count, ended.GetProperty(count.Member).GetInt64()));
}
