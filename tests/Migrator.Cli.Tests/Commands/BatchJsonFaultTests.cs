using System.Text.Json;
using Migrator.Cli.Tests.Clouds;

namespace Migrator.Cli.Tests.Commands;

/// <summary>A batch that cannot do its work is one JSON document where JSON is asked for, and a line as ever.</summary>
public sealed class BatchJsonFaultTests : IDisposable
{
    private readonly BatchStore _store = new("one");

    [Theory]
    [InlineData("run")]
    [InlineData("verify")]
    public async Task RunAndVerify_NoJournal_AreADocument(string command)
    {
        var run = await CliRun.OfAsync("batch", command, _store.Journal, "-o", "json");

        RequireDocument(run, $"bindle2oci.batch-{command}/1", "journal-refused", ExitCode.Journal, "BM6020");
        Assert.Contains("There is no journal", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("verify")]
    public async Task RunAndVerify_NoJournalAsEvents_AreALineOnStandardErrorAlone(string command)
    {
        var run = await CliRun.OfAsync("batch", command, _store.Journal, "-o", "ndjson");

        Assert.Equal((ExitCode.Journal, ""), (run.ExitCode, run.Output));
        Assert.Contains("There is no journal", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_OverAJournalWithRuns_IsADocument()
    {
        await _store.PlanAsync();
        await CliRun.OfAsync("batch", "run", _store.Journal);

        var plan = await _store.PlanAsync("[[source]]\nglob = 'apps/*'\n", "-o", "json");

        RequireDocument(plan, "bindle2oci.batch-plan/1", "journal-refused", ExitCode.Journal, "BM6020");
    }

    [Theory]
    [InlineData("store = 'nowhere'", "source-refused", ExitCode.Source, "BM1900")]
    [InlineData("server = 'http://127.0.0.1:1/v1/'", "temporary", ExitCode.Temporary, "BM1902")]
    public async Task Plan_SourceThatCannotBeListed_IsADocument(string source, string status, int code, string finding)
    {
        var plan = await _store.PlanAsync($"[[source]]\n{source}\n", "--retries", "0", "-o", "json");

        RequireDocument(plan, "bindle2oci.batch-plan/1", status, code, finding);
    }

    [Fact]
    public async Task Plan_NoLoginAtTheCloud_IsADocument()
    {
        await using var cloud = await CloudCli.StartAsync();
        using var batch = new CloudBatch(cloud, "one");
        foreach (var login in Directory.GetFiles(Path.Combine(cloud.Settings, "fermyon")))
        {
            File.Delete(login);
        }

        var plan = await batch.PlanAsync("-o", "json");

        RequireDocument(plan, "bindle2oci.batch-plan/1", "credentials", ExitCode.Credentials, "BM5007");
    }

    [Fact]
    public async Task Plan_FaultyBatchFile_HasEveryFaultAsAFinding()
    {
        var plan = await _store.PlanAsync("[[source]]\ncolour = 'red'\n[limits]\nmax-errors = 0\n", "-o", "json");

        using var json = RequireDocument(plan, "bindle2oci.usage/1", "usage", ExitCode.Usage, "BM6002");
        var findings = json.RootElement.GetProperty("findings").EnumerateArray().ToList();
        Assert.True(findings.Count > 1);
        Assert.All(findings, finding =>
        {
            Assert.Contains("batch.toml:", finding.GetProperty("place").GetString(), StringComparison.Ordinal);
            Assert.Contains(finding.GetProperty("message").GetString()!, plan.Error, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Verify_OneJournalTwice_IsAnErrorOfTheCommandLine()
    {
        await _store.PlanAsync();

        var verify = await CliRun.OfAsync("batch", "verify", _store.Journal, _store.Journal, "-o", "json");

        using var json = RequireDocument(verify, "bindle2oci.usage/1", "usage", ExitCode.Usage, finding: null);
        Assert.Equal("batch verify", json.RootElement.GetProperty("command").GetString());
    }

    [Fact]
    public async Task Run_Stopped_IsADocumentThatSaysSo()
    {
        await _store.PlanAsync();
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        var run = await CliRun.OfAsync(stopped.Token, "batch", "run", _store.Journal, "-o", "json");

        using var json = RequireDocument(run, "bindle2oci.batch-run/1", "stopped", ExitCode.Cancelled, finding: null);
        Assert.Equal("stopped", json.RootElement.GetProperty("ending").GetString());
    }

    [Fact]
    public async Task Plan_Json_SaysWhatWasLeftOut()
    {
        var plan = await _store.PlanAsync("[[source]]\nglob = 'apps/*'\n[select]\nexcept = ['one']\n", "-o", "json");

        using var json = RequireDocument(plan, "bindle2oci.batch-plan/1", "done", ExitCode.Done, finding: null);
        Assert.Equal(1, json.RootElement.GetProperty("leftOut").GetProperty("name").GetInt32());
    }

    public void Dispose() => _store.Dispose();

    private static JsonDocument RequireDocument(CliRun run, string schema, string status, int code, string? finding)
    {
        var json = JsonDocument.Parse(run.Output);
        var root = json.RootElement;
        Assert.Equal(
            (schema, status, code, code),
            (root.GetProperty("schema").GetString(), root.GetProperty("status").GetString(),
                root.GetProperty("exitCode").GetInt32(), run.ExitCode));
        Assert.Equal(
            finding,
            root.GetProperty("findings").EnumerateArray()
                .Select(entry => entry.GetProperty("code").GetString()).FirstOrDefault());
        return json;
    }
}
