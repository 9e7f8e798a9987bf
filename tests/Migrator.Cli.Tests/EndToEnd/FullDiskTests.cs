using Migrator.Testing;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>A target whose disk is full: a failure that may pass, and nothing half-done to be seen.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [TinyDiskFact]
    public async Task Migrate_LayoutOnAFullDisk_ExitsWith5AndLeavesTheLayoutAsItWas()
    {
        var disk = Directory.CreateDirectory(_temp.Combine("disk")).FullName;
        var bindle = BindleOf(1 << 20);
        var petstore = RepositoryRoot.Combine("testdata", "petstore");

        var run = await OnTinyDiskAsync(
            disk,
            $"{Migrate(petstore)} 'oci:{disk}/apps:small' >/dev/null",
            $"find '{disk}' -type f | sort | xargs sha256sum >'{_temp.Combine("before")}'",
            $"{Migrate(bindle)} 'oci:{disk}/apps:big'; echo \"exit $?\"",
            $"find '{disk}' -type f | sort | xargs sha256sum >'{_temp.Combine("after")}'",
            $"{CliProgram.InShell} inspect 'oci:{disk}/apps'");

        Assert.Equal("exit 5\nsmall\n", run.Output);
        Assert.Contains("error BM4005", run.Error, StringComparison.Ordinal);
        Assert.Contains("No space left on device", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(_temp.Combine("before")), File.ReadAllText(_temp.Combine("after")));
    }

    [TinyDiskFact]
    public async Task Migrate_ArchiveOnAFullDisk_ExitsWith5AndLeavesNoArchive()
    {
        var disk = Directory.CreateDirectory(_temp.Combine("disk")).FullName;

        var run = await OnTinyDiskAsync(
            disk,
            $"{Migrate(BindleOf(1 << 20))} 'oci-archive:{disk}/app.tar:big'; echo \"exit $?\"",
            $"ls '{disk}'");

        Assert.Equal("exit 5\n", run.Output);
        Assert.Contains("error BM4005", run.Error, StringComparison.Ordinal);
    }

    [TinyDiskFact]
    public async Task Restore_FolderOnAFullDisk_ExitsWith5()
    {
        var disk = Directory.CreateDirectory(_temp.Combine("disk")).FullName;
        var layout = $"oci:{_temp.Combine("layout")}";
        var migrated = await CliRun.OfAsync("migrate", BindleOf(1 << 20), layout, "--profile", "bindle");
        Assert.True(migrated.ExitCode == ExitCode.Done, migrated.Error);

        var run = await OnTinyDiskAsync(
            disk,
            $"{CliProgram.InShell} restore '{layout}' '{disk}/back'; echo \"exit $?\"");

        Assert.Equal("exit 5\n", run.Output);
        Assert.Contains("error BM4005", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    private static string Migrate(string bindle) => $"{CliProgram.InShell} migrate --profile bindle '{bindle}'";

    // The mount is seen by these commands alone and goes with the last of them.
    private static Task<ToolResult> OnTinyDiskAsync(string disk, params string[] lines) => Tool.RunAsync(
        "unshare",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        string.Join('\n', lines.Prepend($"mount -t tmpfs -o size=256k tmpfs '{disk}' || exit 99")));

    private string BindleOf(int bytes)
    {
        var folder = _temp.Combine("bindle", "parcels");
        Directory.CreateDirectory(folder);
        var content = new byte[bytes];
        var sha = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        File.WriteAllBytes(Path.Combine(folder, sha + ".dat"), content);
        File.WriteAllText(_temp.Combine("bindle", "invoice.toml"), $"""
            bindleVersion = "1.0.0"

            [bindle]
            name = "big"
            version = "1.0.0"

            [[parcel]]
            [parcel.label]
            sha256 = "{sha}"
            mediaType = "application/octet-stream"
            name = "zeros"
            size = {bytes}
            """);
        return _temp.Combine("bindle");
    }
}
