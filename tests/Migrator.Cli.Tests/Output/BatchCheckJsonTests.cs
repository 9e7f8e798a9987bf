using System.Text.Json;
using Migrator.Bindle.Verification;
using Migrator.Cli.Commands;
using Migrator.Cli.Output;
using Migrator.Cli.Output.Batches;
using Migrator.Cli.Tests.Commands;
using Migrator.Engine.Batch.Checking;
using Migrator.Engine.Checking;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;

namespace Migrator.Cli.Tests.Output;

/// <summary>However a batch ends, its JSON has a word for it.</summary>
public sealed class BatchCheckJsonTests : IDisposable
{
    private readonly BatchStore _store = new("one");

    [Theory]
    [InlineData(ExitCode.Done, "done")]
    [InlineData(ExitCode.Unexpected, "unexpected")]
    [InlineData(ExitCode.Source, "source-refused")]
    [InlineData(ExitCode.Credentials, "credentials")]
    [InlineData(ExitCode.Temporary, "temporary")]
    [InlineData(ExitCode.Partly, "partly")]
    [InlineData(ExitCode.Target, "target-refused")]
    [InlineData(ExitCode.Budget, "limit-reached")]
    [InlineData(ExitCode.Mismatch, "mismatch")]
    [InlineData(ExitCode.Journal, "journal-refused")]
    [InlineData(ExitCode.Cancelled, "stopped")]
    public void Head_CodeThatABatchEndsWith_HasItsWord(int code, string word)
    {
        using var output = new StringWriter();

        JsonDocumentText.Write(output, json => BatchJson.Head(json, "batch verify", code));

        using var document = JsonDocument.Parse(output.ToString());
        Assert.Equal(word, document.RootElement.GetProperty("status").GetString());
        Assert.Equal(code, document.RootElement.GetProperty("exitCode").GetInt32());
    }

    [Theory]
    [InlineData("Mismatch", 10, "mismatch")]
    [InlineData("Unexpected", 1, "unexpected")]
    [InlineData("SourceRefused", 3, "source-refused")]
    [InlineData("TargetRefused", 7, "target-refused")]
    [InlineData("Credentials", 4, "credentials")]
    [InlineData("Temporary", 5, "temporary")]
    public async Task Write_BindleThatEndsSo_IsInTheDocument(string status, int code, string word)
    {
        var tally = await TallyAsync();
        tally.Add(Checked(2, JobStatus.Done));
        tally.Add(Checked(1, Enum.Parse<JobStatus>(status)));
        using var output = new StringWriter();

        var exit = BatchCheckReport.Write(ReportTo(output), tally);

        using var document = JsonDocument.Parse(output.ToString());
        Assert.Equal(code, exit);
        Assert.Equal(code, document.RootElement.GetProperty("exitCode").GetInt32());
        Assert.Equal(word, document.RootElement.GetProperty("status").GetString());
        Assert.Equal(2, document.RootElement.GetProperty("checked").GetInt32());
        var failed = Assert.Single(document.RootElement.GetProperty("failed").EnumerateArray());
        Assert.Equal(1, failed.GetProperty("number").GetInt32());
        Assert.Equal(word, failed.GetProperty("status").GetString());
        var finding = Assert.Single(failed.GetProperty("findings").EnumerateArray());
        Assert.Equal("BM1903", finding.GetProperty("code").GetString());
    }

    public void Dispose() => _store.Dispose();

    private static AppChecked Checked(long number, JobStatus status) => new(
        DateTimeOffset.UnixEpoch,
        new PlannedApp { Number = number, Source = 0, Place = $"app{number}" },
        new CheckOutcome { Status = status, Findings = [JobFindings.Unexpected.Of("job", "it ended so")] });

    private static Report ReportTo(TextWriter output) => new(
        new CliContext
        {
            Output = output, Error = TextWriter.Null, Clock = TimeProvider.System, TempFolder = Path.GetTempPath(),
        },
        OutputFormat.Json,
        isQuiet: false,
        isVerbose: false);

    private async Task<CheckTally> TallyAsync()
    {
        var plan = await _store.PlanAsync();
        Assert.True(plan.ExitCode == ExitCode.Done, plan.Error);
        using var views = JournalViews.Open([_store.Journal]);
        return new CheckTally(BatchReport.Of(_store.Journal, views, TimeProvider.System));
    }
}
