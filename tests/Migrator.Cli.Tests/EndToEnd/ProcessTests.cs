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

    [Theory]
    [InlineData("-u CI -u NO_COLOR", true, true)]
    [InlineData("-u CI NO_COLOR=1", true, false)]
    [InlineData("-u NO_COLOR CI=true", false, false)]
    public async Task Migrate_OnATerminal_ShowsProgressAndColorAsTheEnvironmentSays(
        string environment, bool showsProgress, bool usesColor)
    {
        // script gives the command a terminal of its own; what is drawn there comes out of it.
        var run = await ShellAsync(
            $"env {environment} TERM=xterm script -qec \"{Command} migrate '{Petstore}' "
            + $"'oci:{_temp.Combine("layout")}' --profile spin1\" /dev/null");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(showsProgress, run.Output.Contains("\u001b[?25l", StringComparison.Ordinal));
        var level = usesColor ? "\u001b[33mwarning\u001b[0m BM3221" : "warning BM3221";
        Assert.Contains(level, run.Output, StringComparison.Ordinal);
        Assert.Equal(showsProgress, run.Output.Contains("migrated petstore", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Migrate_InCi_WritesTheResultAndFindingsAlone()
    {
        var run = await ShellAsync(
            $"CI=true {Command} migrate '{Petstore}' 'oci:{_temp.Combine("layout")}' --profile spin1");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("^sha256:[0-9a-f]{64}\n$", run.Output);
        Assert.Matches("^(warning BM[0-9]{4}[^\n]*\n)+$", run.Error);
    }

    [Fact]
    public async Task Status_InANewHome_SaysThatThereIsNoLogin()
    {
        var home = Directory.CreateDirectory(_temp.Combine("home")).FullName;

        var run = await ShellAsync($"env -u XDG_CONFIG_HOME HOME='{home}' {Command} status");

        Assert.Equal(ExitCode.Credentials, run.ExitCode);
        Assert.Contains("There is no login. Log in: bindle2oci login", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_Interrupted_ExitsWith130AndTagsNothing()
    {
        // The store's one parcel is four gigabytes of zeros without blocks on the disk: long enough to be interrupted.
        var store = BigBindle(4L << 30, new string('a', 64));
        var layout = _temp.Combine("layout");

        await InterruptAsync(store, $"oci:{layout}:big", until: layout);

        Assert.Equal("absent", TempFolder.Fingerprint(layout));
    }

    [Fact]
    public async Task Migrate_InterruptedWhileTheArchiveIsWritten_ExitsWith130AndLeavesNone()
    {
        const string shaOfZeros = "9acca8e8c22201155389f65abbf6bc9723edc7384ead80503839f49dcc56d767";
        var store = BigBindle(512L << 20, shaOfZeros);
        var folder = Directory.CreateDirectory(_temp.Combine("out")).FullName;
        var archive = Path.Combine(folder, "app.tar");

        await InterruptAsync(
            store, $"oci-archive:{archive}:big", until: Path.Combine(folder, ".app.tar.staging", "*", "archive.tar"));

        Assert.Empty(TempFolder.Fingerprint(folder));
    }

    [Theory]
    [InlineData("migrate '{0}' 'oci:{1}/layout' --profile bindle")]
    [InlineData("migrate '{0}' 'oci-archive:{1}/app.tar' --profile bindle")]
    [InlineData("restore 'oci:{2}' '{1}/back'")]
    public async Task Write_FilesMayNotGrow_ExitsWith5AndSaysWhy(string command)
    {
        const string shaOfZeros = "2daeb1f36095b44b318410b3f4e8b5d989dcc7bb023d1426c492dab0a3053e74";
        var bindle = BigBindle(8 << 20, shaOfZeros);
        var layout = _temp.Combine("whole");
        await CliRun.OfAsync("migrate", bindle, $"oci:{layout}", "--profile", "bindle");
        var line = command.Replace("{0}", bindle, StringComparison.Ordinal)
            .Replace("{1}", _temp.Path, StringComparison.Ordinal)
            .Replace("{2}", layout, StringComparison.Ordinal);

        // The runtime maps its own code twice by a file in memory, which the limit would hit first.
        var run = await ShellAsync($"export DOTNET_EnableWriteXorExecute=0; ulimit -f 4096; {Command} {line}");

        Assert.True(run.ExitCode == ExitCode.Temporary, $"{run.ExitCode}: {run.Error}");
        Assert.Contains("ulimit -f", run.Error, StringComparison.Ordinal);
    }

    /// <summary>
    /// A thread of its own handles the signal of a file that may not grow, and can come to it when the command is done.
    /// </summary>
    [Fact]
    public async Task Command_FileSignalUntilTheVeryEnd_EndsWithItsOwnExitCode()
    {
        var run = await ShellAsync($$"""
            for turn in 1 2 3 4 5; do
              exec 3< <(exec {{Command}} inspect '{{Petstore}}'); child=$!
              read -r line <&3
              while kill -XFSZ $child; do :; done 2> /dev/null
              wait $child; echo $?
            done
            """);

        Assert.Equal("0\n0\n0\n0\n0\n", run.Output);
    }

    public void Dispose() => _temp.Dispose();

    private static string Command => CliProgram.InShell;

    private static Task<ToolResult> ShellAsync(string line) => Tool.RunAsync("bash", "-c", line);

    // The shell's own kill is at hand at once, while a process that is started for it may come too late.
    private static async Task InterruptAsync(string store, string target, string until)
    {
        // A shell that runs the tests in the background has them ignore the signal, and so would the command.
        var start = new ProcessStartInfo(
            "env",
            ["--default-signal=INT", .. CliProgram.Words, "migrate", store, target, "--profile", "bindle"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await ShellAsync(
            $"while kill -0 {process.Id} && ! compgen -G '{until}'; do :; done > /dev/null; kill -INT {process.Id}");
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(ExitCode.Cancelled, process.ExitCode);
        Assert.Empty(await output);
        Assert.Contains("stopped", await error, StringComparison.Ordinal);
    }

    private string BigBindle(long size, string sha)
    {
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
