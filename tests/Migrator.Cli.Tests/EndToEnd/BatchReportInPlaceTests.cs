using Migrator.Cli.Tests.Commands;
using Migrator.Testing;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>
/// A report where none can be made beside its place or be moved there, as in a container that is given one file.
/// </summary>
public sealed class BatchReportInPlaceTests : IDisposable
{
    private readonly BatchStore _store = new("one");

    [TinyDiskFact]
    public async Task Report_FileThatIsAMountPoint_IsWrittenInPlace()
    {
        await _store.PlanAsync();
        Directory.CreateDirectory(_store.Combine("box"));

        var run = await MountedAsync(
            "touch own box/report",
            "mount --bind own box/report || exit 99",
            $"{Report("html")} box/report && {Report("csv")} box/report; echo $?",
            "cat box/report; ls box");

        Assert.StartsWith("0\nnumber,bindle,target,", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nreport\n", run.Output, StringComparison.Ordinal);
        var own = await File.ReadAllTextAsync(_store.Combine("own"));
        Assert.StartsWith("number,bindle,target,", own, StringComparison.Ordinal);
        Assert.Equal(2, own.Count('\n'));
    }

    [TinyDiskFact]
    public async Task Report_FileInAFolderOfAReadOnlyDisk_IsWrittenInPlace()
    {
        await _store.PlanAsync();

        var run = await OnReadOnlyDiskAsync(
            $"{Report("csv")} box/report; echo $?", $"{Report("csv")} box/new; echo $?");

        Assert.Equal("0\n2\n", run.Output);
        Assert.Contains(
            $"Read-only file system : '{_store.Combine("box", "new")}'", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", run.Error, StringComparison.Ordinal);
        Assert.StartsWith(
            "number,bindle,target,", await File.ReadAllTextAsync(_store.Combine("own")), StringComparison.Ordinal);
    }

    [TinyDiskFact]
    public async Task Report_NoRoomForATemporaryFileEither_KeepsTheFormerOneAndSaysWhatToSet()
    {
        await _store.PlanAsync();
        var planned = await CliRun.OfAsync("batch", "report", _store.Journal, "--out", _store.Combine("own"));
        Assert.True(planned.ExitCode == ExitCode.Done, planned.Error);
        var before = await File.ReadAllTextAsync(_store.Combine("own"));

        var run = await OnReadOnlyDiskAsync($"TMPDIR=\"$PWD/box\" {Report("csv")} box/report; echo $?");

        Assert.Equal("2\n", run.Output);
        Assert.Contains("'box/report' cannot be written: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("set TMPDIR", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(_store.Combine("own")));
    }

    public void Dispose() => _store.Dispose();

    private string Report(string format) =>
        $"{CliProgram.InShell} batch report '{_store.Journal}' --format {format} --out";

    // As a container is run that may write nothing but the one file.
    private Task<ToolResult> OnReadOnlyDiskAsync(params string[] lines) => MountedAsync(
    [
        "touch own; mkdir box",
        "mount -t tmpfs -o size=64k tmpfs box && touch box/report && mount --bind own box/report || exit 99",
        "mount -o remount,ro box || exit 99",
        .. lines,
    ]);

    // The mounts are seen by these commands alone and go with the last of them.
    private Task<ToolResult> MountedAsync(params string[] lines) => Tool.RunAsync(
        "unshare",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        string.Join('\n', lines.Prepend($"cd '{_store.Combine()}' || exit 99")));
}
