using System.Text.RegularExpressions;
using Migrator.Cli.Commands;
using Migrator.Cli.Output;
using Migrator.Engine.Jobs;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Output;

/// <summary>What a person sees while a job runs, and what a log must not get.</summary>
public sealed partial class ProgressDisplayTests : IDisposable
{
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");
    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_OnATerminal_DrawsTheStageAndCleansUp(bool usesColor)
    {
        using var screen = new Screen("push");

        var context = ContextOf(screen, showsProgress: true, usesColor);

        var result = await ProgressDisplay.RunAsync(
            context, ReportTo(context), observer => WorkAsync(observer, screen));

        Assert.Equal("result", result);
        Assert.Contains("\u001b[", screen.Text, StringComparison.Ordinal);
        Assert.Equal(usesColor, Color().IsMatch(screen.Text));
        Assert.EndsWith("\u001b[?25h", screen.Text.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task RunAsync_QuietOrNobodyLooks_DrawsNothing(bool showsProgress, bool isQuiet)
    {
        using var screen = new Screen("push");

        var context = ContextOf(screen, showsProgress, usesColor: true);

        await ProgressDisplay.RunAsync(context, ReportTo(context, isQuiet), observer =>
        {
            Assert.Same(NoObserver.Instance, observer);
            return Task.FromResult("result");
        });

        Assert.Empty(screen.Text);
    }

    [Fact]
    public async Task RunAsync_JobFails_GivesTheFailureAndTheCursorBack()
    {
        using var screen = new Screen("push");

        var context = ContextOf(screen, showsProgress: true, usesColor: true);
        var report = ReportTo(context);

        await Assert.ThrowsAsync<OperationCanceledException>(() => ProgressDisplay.RunAsync<string>(
            context, report, _ => throw new OperationCanceledException()));

        Assert.EndsWith("\u001b[?25h", screen.Text.TrimEnd(), StringComparison.Ordinal);
        Assert.Null(report.Drawn);
    }

    [Fact]
    public async Task Notice_WhileTheDisplayIsDrawn_IsALineOfItsOwn()
    {
        using var screen = new Screen("push");
        var context = ContextOf(screen, showsProgress: true, usesColor: false);
        var report = ReportTo(context);

        await ProgressDisplay.RunAsync(context, report, observer =>
        {
            report.Notice("waiting [1m] for a host");
            return WorkAsync(observer, screen);
        });

        Assert.Contains("waiting [1m] for a host\n", screen.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Migrate_OnATerminal_PaintsLevelsOnlyInColor(bool usesColor)
    {
        var run = await RunAsync(context => context with { ShowsProgress = true, UsesColor = usesColor });

        Assert.Matches("^sha256:[0-9a-f]{64}\n$", run.Output);
        var level = usesColor ? "\u001b[33mwarning\u001b[0m BM3221" : "warning BM3221";
        Assert.Contains(level, run.Error, StringComparison.Ordinal);
        Assert.Equal(usesColor, Color().IsMatch(run.Error));
    }

    [Fact]
    public async Task Migrate_Terse_WritesFindingsAlone()
    {
        var run = await RunAsync(context => context with { IsTerse = true });

        Assert.Matches("^sha256:[0-9a-f]{64}\n$", run.Output);
        Assert.Matches("^(warning BM[0-9]{4}[^\n]*\n)+$", run.Error);
    }

    [Fact]
    public async Task Migrate_TerseAndVerbose_SummarisesAgain()
    {
        var run = await RunAsync(context => context with { IsTerse = true }, "--verbose");

        Assert.Contains("\nmigrated petstore/1.2.0+q0a1b2c3 to ", run.Error, StringComparison.Ordinal);
        Assert.Contains("\ntimes: ", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    private Task<CliRun> RunAsync(Func<CliContext, CliContext> change, params string[] flags) => CliRun.OfAsync(
        change,
        CancellationToken.None,
        ["migrate", Petstore, $"oci:{_temp.Combine("layout")}", "--profile", "spin1", .. flags]);

    private static async Task<string> WorkAsync(IMigrationObserver observer, Screen screen)
    {
        var blob = Descriptor.Of("text/plain", "hello"u8);
        observer.StageStarted(JobStage.Push);
        observer.PushStarted(blobs: 2, bytes: 10);
        observer.BytesRead(blob, 5);
        observer.BlobPushed(blob, PushResult.Pushed);
        observer.BlobPushed(blob, PushResult.AlreadyThere);
        observer.StageEnded(new StageTiming(JobStage.Push, TimeSpan.Zero));
        await screen.Shown.WaitAsync(TimeSpan.FromMinutes(1));
        return "result";
    }

    private static Report ReportTo(CliContext context, bool isQuiet = false) =>
        new(context, OutputFormat.Text, isQuiet, isVerbose: false);

    private static CliContext ContextOf(Screen screen, bool showsProgress, bool usesColor) => new()
    {
        Output = TextWriter.Null,
        Error = screen,
        Clock = TimeProvider.System,
        TempFolder = Path.GetTempPath(),
        ShowsProgress = showsProgress,
        UsesColor = usesColor,
    };

    [GeneratedRegex("\u001b\\[(3[0-9]|4[0-9]|9[0-7])[0-9;]*m")]
    private static partial Regex Color();

    /// <summary>A terminal that tells when a text was drawn.</summary>
    private sealed class Screen(string awaited) : StringWriter
    {
        private readonly TaskCompletionSource _shown = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Shown => _shown.Task;

        public string Text
        {
            get
            {
                lock (_shown)
                {
                    return ToString();
                }
            }
        }

        public override void Write(char value) => Write(value.ToString());

        public override void Write(string? value)
        {
            lock (_shown)
            {
                base.Write(value);
                if (ToString().Contains(awaited, StringComparison.Ordinal))
                {
                    _shown.TrySetResult();
                }
            }
        }
    }
}
