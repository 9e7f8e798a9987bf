using System.Globalization;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Commands;

/// <summary>A report is written over a report, whole or not at all, and over nothing else.</summary>
public sealed class BatchReportPlaceTests : IDisposable
{
    private readonly BatchStore _store = new("one");

    [Theory]
    [InlineData("batch.db")]
    [InlineData("batch.db-wal")]
    [InlineData("batch.db-shm")]
    [InlineData("batch.db.lock")]
    [InlineData("batch.db.planning")]
    [InlineData("batch.toml")]
    [InlineData("moved.toml")]
    [InlineData("other.toml")]
    [InlineData("notes.txt")]
    [InlineData("page.html")]
    [InlineData("copy.db")]
    [InlineData("copy.db-wal")]
    [InlineData("copy.db-shm")]
    [InlineData("copy.db-journal")]
    [InlineData("copy.db.lock")]
    [InlineData("copy.db.planning")]
    [InlineData("new.db.planning")]
    [InlineData("new.db.lock")]
    [InlineData("link.html")]
    [InlineData("link.toml")]
    [InlineData("link-wal.html")]
    public async Task Report_OverWhatIsNoReport_IsRefused(string name)
    {
        await _store.PlanAsync();
        File.Copy(_store.Journal, _store.Combine("copy.db"));
        File.Copy(_store.Journal, _store.Combine("new.db.planning"));
        File.Copy(_store.Combine("batch.toml"), _store.Combine("moved.toml"));
        await File.WriteAllTextAsync(_store.Combine("other.toml"), "version = 1\n");
        await File.WriteAllTextAsync(_store.Combine("notes.txt"), "Plan B of mine\n");
        await File.WriteAllTextAsync(_store.Combine("page.html"), "<!doctype html>\n<title>Home</title>\n");
        File.CreateSymbolicLink(_store.Combine("link.html"), "batch.db");
        File.CreateSymbolicLink(_store.Combine("link.toml"), "other.toml");
        File.CreateSymbolicLink(_store.Combine("link-wal.html"), "copy.db-wal");
        var isThere = File.Exists(_store.Combine(name)) && name != "link-wal.html";
        var before = isThere ? await File.ReadAllBytesAsync(_store.Combine(name)) : [];
        var files = Files();

        var report = await CliRun.OfAsync("batch", "report", _store.Journal, "--out", _store.Combine(name));

        Assert.Equal(2, report.ExitCode);
        Assert.Contains("give another --out", report.Error, StringComparison.Ordinal);
        Assert.Equal(before, isThere ? await File.ReadAllBytesAsync(_store.Combine(name)) : []);
        Assert.Equal(files, Files());
    }

    [Theory]
    [InlineData("text", "Plan ")]
    [InlineData("json", "{")]
    [InlineData("csv", "number,bindle,target,")]
    [InlineData("html", "<!doctype html>")]
    public async Task Report_OverAnotherReport_IsWritten(string format, string start)
    {
        await _store.PlanAsync();
        await File.WriteAllTextAsync(_store.Combine("report"), "");
        await ReportAsync(format);
        Assert.StartsWith(start, await File.ReadAllTextAsync(_store.Combine("report")), StringComparison.Ordinal);
        var files = Files();

        foreach (var other in (string[])["text", "json", "csv", "html", format])
        {
            await ReportAsync(other);
        }

        Assert.StartsWith(start, await File.ReadAllTextAsync(_store.Combine("report")), StringComparison.Ordinal);
        Assert.Equal(files, Files());
    }

    [Fact]
    public async Task Report_ByALink_ReplacesWhatItLeadsTo()
    {
        await _store.PlanAsync();
        Directory.CreateDirectory(_store.Combine("kept"));
        File.CreateSymbolicLink(_store.Combine("report"), Path.Combine("kept", "today"));

        await ReportAsync("csv");
        await ReportAsync("text");

        Assert.Equal(Path.Combine("kept", "today"), new FileInfo(_store.Combine("report")).LinkTarget);
        Assert.StartsWith(
            "Plan ", await File.ReadAllTextAsync(_store.Combine("kept", "today")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OverOneThatFewMayRead_StaysSo()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await _store.PlanAsync();
        await ReportAsync("html");
        File.SetUnixFileMode(_store.Combine("report"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await ReportAsync("html");

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_store.Combine("report")));
    }

    [Theory]
    [InlineData("664")]
    [InlineData("606")]
    [InlineData("777")]
    public async Task Report_OverOneThatTheMaskWouldClose_StaysAsOpen(string mode)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await _store.PlanAsync();
        await ReportAsync("html");
        File.SetUnixFileMode(_store.Combine("report"), (UnixFileMode)Convert.ToInt32(mode, 8));

        var report = await ShellAsync(
            "umask 077; "
            + $"{CliProgram.InShell} batch report '{_store.Journal}' --format csv --out '{_store.Combine("report")}'");

        Assert.True(report.ExitCode == 0, report.Error);
        Assert.StartsWith("number,", await File.ReadAllTextAsync(_store.Combine("report")), StringComparison.Ordinal);
        Assert.Equal(mode, Convert.ToString((int)File.GetUnixFileMode(_store.Combine("report")), 8));
    }

    [Fact]
    public async Task Report_OwnFileInAFolderThatIsClosed_IsWrittenInPlaceAndNoOtherIs()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await _store.PlanAsync();
        await ReportAsync("html");
        var shut = Directory.CreateDirectory(_store.Combine("shut")).FullName;
        File.Move(_store.Combine("report"), Path.Combine(shut, "report"));
        File.SetUnixFileMode(Path.Combine(shut, "report"), (UnixFileMode)0b110_110_110);
        File.SetUnixFileMode(shut, (UnixFileMode)0b101_101_101);
        File.SetUnixFileMode(_store.Journal, (UnixFileMode)0b100_100_100);
        File.SetUnixFileMode(_store.Combine(), (UnixFileMode)0b111_101_101);
        try
        {
            var own = await ReportByNobodyAsync(Path.Combine(shut, "report"));
            var other = await ReportByNobodyAsync(Path.Combine(shut, "other"));

            Assert.Equal((0, ""), own);
            var text = await File.ReadAllTextAsync(Path.Combine(shut, "report"));
            Assert.StartsWith("number,bindle,target,", text, StringComparison.Ordinal);
            Assert.Equal(2, text.Count('\n'));
            Assert.Equal(2, other.Code);
            Assert.Contains($"'{Path.Combine(shut, "other")}' is denied", other.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(".tmp", other.Output, StringComparison.Ordinal);
            Assert.Equal([Path.Combine(shut, "report")], Directory.GetFileSystemEntries(shut));
        }
        finally
        {
            File.SetUnixFileMode(shut, (UnixFileMode)0b111_101_101);
        }
    }

    [Fact]
    public async Task Report_FilesMayNotGrow_KeepsTheFormerOneAndLeavesNothing()
    {
        await _store.PlanAsync();
        await ReportAsync("html");
        var before = await File.ReadAllTextAsync(_store.Combine("report"));
        var files = Files();

        // The runtime maps its own code twice by a file in memory, which the limit would hit first.
        var report = await ShellAsync(
            "export DOTNET_EnableWriteXorExecute=0; ulimit -f 1; "
            + $"{CliProgram.InShell} batch report '{_store.Journal}' --format html --out '{_store.Combine("report")}'");

        Assert.True(report.ExitCode == 2, $"{report.ExitCode}: {report.Error}");
        Assert.Contains("cannot be written", report.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(_store.Combine("report")));
        Assert.Equal(files, Files());
    }

    [Theory]
    [InlineData("{0} /dev/stdout")]
    [InlineData("{0} /dev/stdout | cat")]
    [InlineData("{0} /proc/self/fd/1 | cat")]
    [InlineData("{{ {0} /dev/stdout; echo end; }} > out; grep -q end out && cat out")]
    [InlineData("{0} /dev/fd/3 3>&1 | cat")]
    [InlineData("mkfifo pipe; {{ cat pipe & {0} pipe; wait; }}")]
    [InlineData("{0} >(cat) | cat")]
    public async Task Report_IntoAPipe_IsWritten(string line)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var report = await PlanAndReportAsync(line);

        Assert.True(report.ExitCode == 0, report.Error);
        Assert.Contains("</html>", report.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo log > out; {0} /dev/stdout >> out; echo end >> out")]
    [InlineData("{{ echo log; {0} /dev/stdout; echo end; }} > out")]
    [InlineData("{{ echo log; {0} /proc/self/fd/1; echo end; }} > out")]
    [InlineData("{{ echo log; {0} /dev/stderr; echo end; }} > out 2>&1")]
    [InlineData("{{ echo log >&3; {0} /dev/fd/3; echo end >&3; }} 3> out")]
    [InlineData("echo log > out; ln -s /dev/stdout link; {0} link >> out; echo end >> out")]
    public async Task Report_IntoALogThatIsOpen_IsAddedToIt(string line)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var report = await PlanAndReportAsync(line);

        Assert.True(report.ExitCode == 0, report.Error);
        Assert.Equal("", report.Error);
        var log = await File.ReadAllTextAsync(_store.Combine("out"));
        Assert.StartsWith("log\n<!doctype html>", log, StringComparison.Ordinal);
        Assert.EndsWith("</html>\nend\n", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_IntoAJournalThatIsOpen_IsRefused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await _store.PlanAsync();
        var before = await File.ReadAllBytesAsync(_store.Journal);

        var report = await ShellAsync(
            $"{CliProgram.InShell} batch report '{_store.Journal}' --out /dev/stdout >> '{_store.Journal}'");

        Assert.Equal(2, report.ExitCode);
        Assert.Equal(before, await File.ReadAllBytesAsync(_store.Journal));
    }

    [Fact]
    public async Task Report_IntoAFolderThatIsNotThere_SaysSo()
    {
        await _store.PlanAsync();

        var report = await CliRun.OfAsync("batch", "report", _store.Journal, "--out", _store.Combine("gone", "report"));

        Assert.Equal(2, report.ExitCode);
        Assert.Contains($"there is no folder '{_store.Combine("gone")}'", report.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _store.Dispose();

    // Plans, and types a line in which {0} is the report of it up to its place.
    private async Task<ToolResult> PlanAndReportAsync(string line)
    {
        await _store.PlanAsync();
        var command = $"{CliProgram.InShell} batch report '{_store.Journal}' --format html --out";
        return await ShellAsync(
            $"cd '{_store.Combine()}'; {string.Format(CultureInfo.InvariantCulture, line, command)}");
    }

    private static Task<ToolResult> ShellAsync(string line) => Tool.RunAsync("bash", "-c", line);

    private Task<(int Code, string Output)> ReportByNobodyAsync(string file) =>
        Nobody.RunAsync("batch", "report", _store.Journal, "--format", "csv", "--out", file);

    private string[] Files() => [.. Directory.GetFileSystemEntries(_store.Combine()).Order(StringComparer.Ordinal)];

    private async Task ReportAsync(string format)
    {
        var report = await CliRun.OfAsync(
            "batch", "report", _store.Journal, "--format", format, "--out", _store.Combine("report"));
        Assert.True(report.ExitCode == 0, report.Error);
    }
}
