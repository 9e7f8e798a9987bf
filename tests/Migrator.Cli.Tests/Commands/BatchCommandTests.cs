using System.Text.Json;
using Migrator.Engine.Batch;
using Migrator.Engine.Journal;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Commands;

/// <summary><c>batch</c> on the command line: exit codes, and what is written where.</summary>
public sealed class BatchCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string BatchFilePath => Path.Combine(_folder.Path, "batch.toml");

    private string JournalPath => Path.Combine(_folder.Path, "batch.db");

    [Fact]
    public async Task Init_NoFile_WritesTheTemplate()
    {
        var run = await CliRun.OfAsync("batch", "init");

        Assert.Equal((0, BatchTemplate.Text), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task Init_FileIsThere_LeavesItAlone()
    {
        File.WriteAllText(BatchFilePath, "mine");

        Assert.Equal(2, (await CliRun.OfAsync("batch", "init", BatchFilePath)).ExitCode);
        Assert.Equal("mine", File.ReadAllText(BatchFilePath));
    }

    [Fact]
    public async Task Plan_FaultyBatchFile_TellsEveryFaultAndStartsNothing()
    {
        File.WriteAllText(BatchFilePath, "version = 3\ncolour = 'red'\n[target]\nprofile = 'spin9'\n");

        var run = await CliRun.OfAsync("batch", "plan", BatchFilePath);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("batch.toml:1:11", run.Error);
        Assert.Contains("batch.toml:2:1", run.Error);
        Assert.Contains("batch.toml:4:11", run.Error);
        Assert.False(File.Exists(JournalPath));
    }

    /// <summary>What is typed goes into the journal and into reports.</summary>
    [Theory]
    [InlineData("plan")]
    [InlineData("run")]
    public async Task Batch_PasswordInTheServersAddress_IsRefusedAndNotKept(string verb)
    {
        const string secret = "trustno1secret";
        WriteBatch();
        var isRun = verb == "run";
        if (isRun)
        {
            Assert.Equal(0, (await CliRun.OfAsync("batch", "plan", BatchFilePath)).ExitCode);
        }

        var run = await CliRun.OfAsync(
            "batch", verb, isRun ? JournalPath : BatchFilePath, "--bindle-server", $"https://u:{secret}@b.example/v1/");

        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain(secret, run.Error + run.Output, StringComparison.Ordinal);
        Assert.All(
            Directory.GetFiles(_folder.Path, "batch.db*"),
            file => Assert.DoesNotContain(secret, File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_WholeWay_GoesThereStopsGoesOnAndReports()
    {
        WriteBatch();
        Assert.Equal(0, (await CliRun.OfAsync("batch", "plan", BatchFilePath)).ExitCode);
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        var first = await CliRun.OfAsync(stopped.Token, "batch", "run", JournalPath);
        Assert.Equal(130, first.ExitCode);
        Assert.Contains($"Go on with: bindle2oci batch run {JournalPath}", first.Error);

        var second = await CliRun.OfAsync("batch", "run", JournalPath, "--output", "ndjson");
        Assert.Equal(0, second.ExitCode);
        var events = second.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!).ToList();
        Assert.Equal("run-started", events[0]);
        Assert.Equal(3, events.Count(name => name == "app-ended"));
        Assert.Equal("run-ended", events[^1]);

        Assert.Contains("done", (await CliRun.OfAsync("batch", "status", JournalPath)).Output);
        var report = await CliRun.OfAsync("batch", "report", JournalPath, "--format", "json");
        using var json = JsonDocument.Parse(report.Output);
        Assert.Equal(3, json.RootElement.GetProperty("states").GetProperty("done").GetInt32());
        Assert.StartsWith(
            "<!doctype html>", (await CliRun.OfAsync("batch", "report", JournalPath, "--format", "html")).Output);
    }

    [Fact]
    public async Task Run_JournalInUseOrNone_IsTwelve()
    {
        Assert.Equal(12, (await CliRun.OfAsync("batch", "run", JournalPath)).ExitCode);
        WriteBatch();
        await CliRun.OfAsync("batch", "plan", BatchFilePath);
        await using var held = BatchJournal.Open(JournalPath);

        var run = await CliRun.OfAsync("batch", "run", JournalPath);

        Assert.Equal(12, run.ExitCode);
        Assert.Contains("Another run uses the journal", run.Error);
        Assert.Equal(0, (await CliRun.OfAsync("batch", "status", JournalPath)).ExitCode);
    }

    [Theory]
    [InlineData("0/0")]
    [InlineData("4/3")]
    [InlineData("1")]
    public async Task Run_ShardThatIsNone_IsRefused(string shard)
    {
        WriteBatch();
        await CliRun.OfAsync("batch", "plan", BatchFilePath);

        Assert.Equal(2, (await CliRun.OfAsync("batch", "run", JournalPath, "--shard", shard)).ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private void WriteBatch()
    {
        foreach (var name in new[] { "one", "two", "three" })
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "apps", name)).FullName;
            Directory.CreateDirectory(Path.Combine(folder, "parcels"));
            File.WriteAllText(
                Path.Combine(folder, "invoice.toml"),
                $"bindleVersion = '1.0.0'\n[bindle]\nname = '{name}'\nversion = '1.0.0'\n");
        }

        File.WriteAllText(BatchFilePath, $"""
            version = 1
            [[source]]
            glob = "apps/*"
            [target]
            template = "oci:{_folder.Path}/layout-{"{name}:{tag}"}"
            profile = "bindle"

            """);
    }
}
