namespace Migrator.Cli.Tests.Commands;

/// <summary>A report is written over a report, and over nothing that a batch needs.</summary>
public sealed class BatchReportPlaceTests : IDisposable
{
    private readonly BatchStore _store = new("one");

    [Theory]
    [InlineData("batch.db")]
    [InlineData("batch.db-wal")]
    [InlineData("batch.db-shm")]
    [InlineData("batch.db.lock")]
    [InlineData("batch.toml")]
    [InlineData("moved.toml")]
    [InlineData("copy.db")]
    [InlineData("link.html")]
    public async Task Report_OverWhatABatchNeeds_IsRefused(string name)
    {
        await _store.PlanAsync();
        File.Copy(_store.Journal, _store.Combine("copy.db"));
        File.Copy(_store.Combine("batch.toml"), _store.Combine("moved.toml"));
        File.CreateSymbolicLink(_store.Combine("link.html"), "batch.db");
        var isThere = File.Exists(_store.Combine(name));
        var before = isThere ? await File.ReadAllBytesAsync(_store.Combine(name)) : [];

        var report = await CliRun.OfAsync("batch", "report", _store.Journal, "--out", _store.Combine(name));

        Assert.Equal(2, report.ExitCode);
        Assert.Contains("give another --out", report.Error, StringComparison.Ordinal);
        Assert.Equal(isThere, File.Exists(_store.Combine(name)));
        Assert.Equal(before, isThere ? await File.ReadAllBytesAsync(_store.Combine(name)) : []);
    }

    [Fact]
    public async Task Report_OverAnotherReport_IsWritten()
    {
        await _store.PlanAsync();
        for (var time = 0; time < 2; time++)
        {
            var report = await CliRun.OfAsync(
                "batch", "report", _store.Journal, "--format", "html", "--out", _store.Combine("report.html"));
            Assert.True(report.ExitCode == 0, report.Error);
        }

        Assert.StartsWith("<!doctype html>", await File.ReadAllTextAsync(_store.Combine("report.html")));
    }

    public void Dispose() => _store.Dispose();
}
