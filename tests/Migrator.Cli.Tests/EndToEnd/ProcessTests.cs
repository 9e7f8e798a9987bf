using System.Diagnostics;
using Migrator.Testing;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>What only a process of its own can show: signals, closed pipes, the environment.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");
    private readonly TempFolder _temp = new();

    [Fact]
    public async Task Output_PipeIsClosed_EndsSilently()
    {
        var run = await ShellAsync($"{Command} inspect '{Petstore}' | head -c 0; echo \"${{PIPESTATUS[0]}}\"");

        Assert.Equal("0\n", run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Migrate_InAProcess_ShowsNoProgressAndNoColorWhereNobodyLooks()
    {
        var run = await ShellAsync($"{Command} migrate '{Petstore}' 'oci:{_temp.Combine("layout")}' --profile spin1");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("^sha256:[0-9a-f]{64}\n$", run.Output);
        Assert.Contains("warning BM3221", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Error);
        Assert.DoesNotContain('\r', run.Error);
    }

    [Fact]
    public async Task Migrate_Interrupted_ExitsWith130AndTagsNothing()
    {
        // The store's one parcel is four gigabytes of zeros without blocks on the disk: long enough to be interrupted.
        var store = BigBindle();
        var layout = _temp.Combine("layout");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Assembly, "migrate", store, $"oci:{layout}:big", "--profile", "bindle" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        while (!process.HasExited && !Directory.Exists(layout))
        {
            await Task.Yield();
        }

        await Tool.RunAsync("kill", "-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(ExitCode.Cancelled, process.ExitCode);
        Assert.Empty(await output);
        Assert.Contains("stopped", await error, StringComparison.Ordinal);
        Assert.Equal("absent", TempFolder.Fingerprint(layout));
    }

    public void Dispose() => _temp.Dispose();

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "bindle2oci.dll");

    private static string Command => $"dotnet '{Assembly}'";

    private static Task<ToolResult> ShellAsync(string line) => Tool.RunAsync("bash", "-c", line);

    private string BigBindle()
    {
        const long size = 4L << 30;
        var sha = new string('a', 64);
        var folder = Directory.CreateDirectory(_temp.Combine("big", "parcels")).Parent!.FullName;
        using (var file = File.Create(Path.Combine(folder, "parcels", sha + ".dat")))
        {
            file.SetLength(size);
        }

        File.WriteAllText(Path.Combine(folder, "invoice.toml"), $"""
            bindleVersion = "1.0.0"

            [bindle]
            name = "big"
            version = "1.0.0"

            [[parcel]]
            [parcel.label]
            sha256 = "{sha}"
            mediaType = "application/octet-stream"
            name = "zeros"
            size = {size}
            """);
        return folder;
    }
}
