using System.Globalization;
using System.Text.Json;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.Registries;

/// <summary>What the command says and how it ends when a registry is not as it should be.</summary>
public sealed class RegistryFaultTests : IDisposable
{
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");
    private readonly TempFolder _temp = new();
    private readonly HurryingClock _clock = new();

    [Fact]
    public async Task Migrate_NobodyListens_IsATemporaryFailure()
    {
        var run = await RunAsync("migrate", Petstore, "localhost:1/app");

        Assert.Equal((ExitCode.Temporary, ""), (run.ExitCode, run.Output));
        Assert.Contains("localhost:1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_RegistryInMaintenance_IsATemporaryFailure()
    {
        await using var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { ReadOnly = true });

        var run = await RunAsync("migrate", Petstore, $"{registry.Host}/app");

        Assert.True(run.ExitCode == ExitCode.Temporary, run.Error);
        Assert.Contains("maintenance", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, ExitCode.Target)]
    [InlineData(502, ExitCode.Temporary)]
    public async Task Migrate_AWebPageAnswers_IsNoRegistry(int status, int expected)
    {
        await using var host = await RegistryHost.StartAsync();
        foreach (var kind in Enum.GetValues<RequestKind>())
        {
            host.Faults.OnEvery(kind, Fault.Html(status));
        }

        var run = await RunAsync("migrate", Petstore, $"{host.Host}/app");

        Assert.True(run.ExitCode == expected, run.Error);
        Assert.DoesNotContain("<html", run.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Migrate_RegistryAsksToWait_WaitsAndSaysSo()
    {
        await using var host = await RegistryHost.StartAsync();
        host.Faults.On(RequestKind.UploadPost, Fault.Throttled(() => ThrottleForm.Header("30")));

        var run = await RunAsync("migrate", Petstore, $"{host.Host}/app", "-o", "json");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Contains($"waiting for {host.Host}, 30 s", run.Error, StringComparison.Ordinal);
        Assert.True(_clock.Waited >= TimeSpan.FromSeconds(30), $"{_clock.Waited}");
    }

    [Fact]
    public async Task Migrate_LongerWaitThanIsGranted_IsATemporaryFailure()
    {
        await using var host = await RegistryHost.StartAsync();
        host.Faults.OnEvery(RequestKind.UploadPost, Fault.Throttled(() => ThrottleForm.Header("3600")));

        var run = await RunAsync("migrate", Petstore, $"{host.Host}/app", "--retry-max-wait", "2m");

        Assert.True(run.ExitCode == ExitCode.Temporary, run.Error);
        Assert.Contains("--retry-max-wait", run.Error, StringComparison.Ordinal);
        Assert.Empty(host.IncompleteTags());
    }

    [Theory]
    [InlineData("0", ExitCode.Temporary)]
    [InlineData("3", ExitCode.Done)]
    public async Task Migrate_RegistryFailsThrice_ComesThroughAfterThreeRetries(string retries, int expected)
    {
        await using var host = await RegistryHost.StartAsync();
        host.Faults.OnFirst(RequestKind.ManifestHead, 3, Fault.Status(503));

        var run = await RunAsync("migrate", Petstore, $"{host.Host}/app", "--retries", retries);

        Assert.True(run.ExitCode == expected, run.Error);
    }

    [Fact]
    public async Task Migrate_RateIsLimited_WaitsBetweenRequests()
    {
        await using var host = await RegistryHost.StartAsync();

        var run = await RunAsync("migrate", Petstore, $"{host.Host}/app", "--rps", "1", "--concurrency", "1");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.InRange(_clock.Waited.TotalSeconds, host.Requests.Count - 1, host.Requests.Count);
    }

    [Fact]
    public async Task Migrate_BandwidthIsLimited_WaitsForBytes()
    {
        await using var host = await RegistryHost.StartAsync();

        var run = await RunAsync("migrate", Petstore, $"{host.Host}/app", "--bwlimit", "1KiB", "--concurrency", "1");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        var sent = host.Requests.All.Sum(request => request.BodyBytes) / 1024;
        Assert.InRange(_clock.Waited.TotalSeconds, sent - 1, 2 * sent);
    }

    [Theory]
    [InlineData("1", 1, 2)]
    [InlineData("16", 3, 16)]
    public async Task Migrate_Concurrency_IsTheMostAtATime(string concurrency, int least, int most)
    {
        await using var host = await RegistryHost.StartAsync(
            new RegistryHostOptions { Latency = TimeSpan.FromMilliseconds(20) });

        var run = await CliRun.OfAsync("migrate", Petstore, $"{host.Host}/app", "--concurrency", concurrency);

        // A host can count the next request before it has put the last one away.
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.InRange(host.Requests.MaxInFlight, least, most);
    }

    [Fact]
    public async Task Migrate_RegistryWarns_IsSaidOnce()
    {
        await using var host = await RegistryHost.StartAsync();
        host.Faults.OnEvery(
            RequestKind.UploadPost, Fault.ExtraHeader("Warning", "299 - \"this registry closes in May\""));

        var text = await RunAsync("migrate", Petstore, $"{host.Host}/text");
        var json = await RunAsync("migrate", Petstore, $"{host.Host}/json", "-o", "json");

        Assert.True(text.ExitCode == ExitCode.Done, text.Error);
        Assert.Equal(2, text.Error.Split("closes in May").Length);
        Assert.Empty(json.Error);
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal(
            [$"{host.Host}: this registry closes in May"],
            document.RootElement.GetProperty("registry").GetProperty("warnings").EnumerateArray()
                .Select(warning => warning.GetString()));
    }

    [Fact]
    public async Task Migrate_PushOnlyRegistry_SaysThatNothingWasReadBack()
    {
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.FermyonCloud);

        var run = await RunAsync(
            "migrate", Petstore, $"{host.Host}/app", "--registry-profile", "fermyon", "-o", "json");

        Assert.True(run.ExitCode == ExitCode.Done, run.Output);
        using var document = JsonDocument.Parse(run.Output);
        Assert.False(document.RootElement.GetProperty("readBack").GetBoolean());
        Assert.Equal(JsonValueKind.Null, document.RootElement.GetProperty("referrer").ValueKind);
    }

    [Theory]
    [InlineData(503, ExitCode.Temporary)]
    [InlineData(403, ExitCode.Credentials)]
    [InlineData(412, ExitCode.Source)]
    [InlineData(451, ExitCode.Source)]
    public async Task Read_RegistryFailsInTheMiddle_IsNotTakenForDamage(int status, int expected)
    {
        await using var host = await RegistryHost.StartAsync();
        var place = $"{host.Host}/app:1";
        Assert.Equal(ExitCode.Done, (await RunAsync("migrate", Petstore, place)).ExitCode);
        host.Faults.OnEvery(RequestKind.BlobGet, Fault.Status(status, "DENIED"));

        var verified = await RunAsync("verify", Petstore, place);
        var restored = await RunAsync("restore", place, _temp.Combine("back"));

        Assert.True(verified.ExitCode == expected, verified.Error);
        Assert.True(restored.ExitCode == expected, restored.Error);
        Assert.Equal("absent", TempFolder.Fingerprint(_temp.Combine("back")));
    }

    [Theory]
    [InlineData(RequestKind.ManifestGet, "503")]
    [InlineData(RequestKind.ManifestGet, "cut")]
    [InlineData(RequestKind.ManifestGet, "cut later")]
    [InlineData(RequestKind.BlobGet, "429")]
    [InlineData(RequestKind.BlobGet, "cut")]
    [InlineData(RequestKind.BlobGet, "cut later")]
    public async Task Restore_RegistryFailsInPassing_IsATemporaryFailureAndWorksLater(RequestKind kind, string fault)
    {
        await using var host = await RegistryHost.StartAsync();
        var place = $"{host.Host}/app:1";
        Assert.Equal(ExitCode.Done, (await RunAsync("migrate", Petstore, place)).ExitCode);
        host.Faults.OnEvery(kind, fault switch
        {
            "cut" => Fault.Cut(),
            "cut later" => Fault.CutAnswerAfter(1),
            _ => Fault.Status(int.Parse(fault, CultureInfo.InvariantCulture), "BUSY"),
        });

        var failed = await RunAsync("restore", place, _temp.Combine("back"));
        var left = TempFolder.Fingerprint(_temp.Combine("back"));
        host.Faults.Clear();
        var restored = await RunAsync("restore", place, _temp.Combine("back"));

        Assert.True(failed.ExitCode == ExitCode.Temporary, failed.Error);
        Assert.Equal("absent", left);
        Assert.True(restored.ExitCode == ExitCode.Done, restored.Error);
    }

    [Fact]
    public async Task Migrate_ThroughAProxy_GoesByTheUsualVariables()
    {
        await using var proxy = await RegistryHost.StartAsync();
        var run = await Tool.RunAsync(
            "env",
            [
                $"HTTP_PROXY={proxy.Address}", $"http_proxy={proxy.Address}", "NO_PROXY=", .. CliProgram.Words,
                "migrate", Petstore, "registry.invalid/app:1", "--plain-http", "registry.invalid",
            ]);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Contains("1", proxy.Repository("app").Tags.Keys);
    }

    [Fact]
    public async Task Migrate_ProxyIsSetAndTheRegistryIsHere_GoesThereDirectly()
    {
        await using var registry = await RegistryHost.StartAsync();
        var run = await Tool.RunAsync(
            "env",
            [
                "HTTP_PROXY=http://localhost:1", "http_proxy=http://localhost:1", "NO_PROXY=", .. CliProgram.Words,
                "migrate", Petstore, $"{registry.Host}/app:1", "--retries", "0",
            ]);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
    }

    public void Dispose() => _temp.Dispose();

    private Task<CliRun> RunAsync(params string[] command) =>
        CliRun.OfAsync(context => context with { Clock = _clock }, CancellationToken.None, command);
}
