using System.Text.Json;
using Microsoft.Data.Sqlite;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Commands;

/// <summary>Journals that were changed, and journals on disks that cannot be written, by commands that read.</summary>
public sealed class BatchJournalFaultsTests : IDisposable
{
    private readonly BatchStore _store = new("one", "two");

    [Theory]
    [InlineData("DELETE FROM fact WHERE name = 'created'")]
    [InlineData("UPDATE fact SET value = 'many' WHERE name = 'apps'")]
    [InlineData("UPDATE fact SET value = '99999999999999999999' WHERE name = 'estimate.bytes'")]
    [InlineData("UPDATE app SET version = 'none' WHERE id = 1")]
    [InlineData("UPDATE app SET version = NULL WHERE id = 1")]
    [InlineData("UPDATE app SET findings = 'broken' WHERE id = 2")]
    public async Task StatusAndReport_RowsThatNobodyWrote_AreTwelve(string change)
    {
        await _store.PlanAsync();
        Change(change);

        foreach (var command in (string[])["status", "report", "run"])
        {
            var run = await CliRun.OfAsync("batch", command, _store.Journal);

            Assert.Equal(12, run.ExitCode);
            Assert.Contains(_store.Journal, run.Error, StringComparison.Ordinal);
            Assert.Contains("Plan again", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Report_PlanThatWasChanged_SaysSoInEveryForm()
    {
        const string Said = "is not the one that was made";
        await _store.PlanAsync();
        Change("UPDATE app SET tag = 'other' WHERE id = 1");

        foreach (var form in (string[])["text", "html", "csv"])
        {
            var report = await CliRun.OfAsync("batch", "report", _store.Journal, "--format", form);
            Assert.Equal(12, report.ExitCode);
            Assert.Contains(Said, report.Error, StringComparison.Ordinal);
            Assert.Equal(form != "csv", report.Output.Contains(Said, StringComparison.Ordinal));
        }

        var asJson = await CliRun.OfAsync("batch", "report", _store.Journal, "--format", "json");
        using var json = JsonDocument.Parse(asJson.Output);
        Assert.False(json.RootElement.GetProperty("plan").GetProperty("sealed").GetBoolean());
        var status = await CliRun.OfAsync("batch", "status", _store.Journal);
        Assert.Equal(12, status.ExitCode);
        Assert.Contains(Said, status.Output, StringComparison.Ordinal);
        Assert.Equal(12, (await CliRun.OfAsync("batch", "verify", _store.Journal)).ExitCode);
    }

    [Theory]
    [InlineData("report")]
    [InlineData("verify")]
    public async Task ReportAndVerify_OneJournalTwice_AreTwo(string command)
    {
        await _store.PlanAsync();
        File.CreateSymbolicLink(_store.Combine("link.db"), _store.Journal);

        var run = await CliRun.OfAsync("batch", command, _store.Journal, _store.Combine("link.db"));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains($"is given twice, first as '{_store.Journal}'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatusAndReport_FolderThatCannotBeWritten_AreRead()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await _store.PlanAsync();
        Assert.Equal(0, (await CliRun.OfAsync("batch", "run", _store.Journal)).ExitCode);
        Assert.False(File.Exists(_store.Journal + "-wal"));
        File.SetUnixFileMode(_store.Journal, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var folder = _store.Combine();
        File.SetUnixFileMode(
            folder,
            UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        try
        {
            foreach (var command in (string[])["status", "report"])
            {
                var (code, output) = await Nobody.RunAsync("batch", command, _store.Journal);
                Assert.True(code == 0, output);
                Assert.Contains("done", output, StringComparison.Ordinal);
            }
        }
        finally
        {
            File.SetUnixFileMode(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => _store.Dispose();

    private void Change(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_store.Journal};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
