using CsCheck;
using Migrator.Cli.Commands;
using Migrator.Cli.Output;
using Migrator.Cli.Output.Batches;
using Migrator.Engine.Batch.Planning;

namespace Migrator.Cli.Tests.Output;

/// <summary>What a person sees of long work: times that never grow, and nothing left behind.</summary>
public sealed class LiveDisplayTests
{
    [Fact]
    public void Next_WhateverTheRate_NeverGrowsAndEndsAtZero() =>
        Gen.Select(Gen.Int[1, 500], Gen.Int[0, 10_000].Array[1, 60]).Sample((total, steps) =>
        {
            var remaining = new RemainingTime();
            var (elapsed, last) = (TimeSpan.Zero, TimeSpan.MaxValue);
            Assert.Null(remaining.Next(0, total, TimeSpan.FromHours(1)));
            foreach (var (at, milliseconds) in steps.Index())
            {
                elapsed += TimeSpan.FromMilliseconds(milliseconds);
                var shown = remaining.Next(Math.Min(total, at + 1), total, elapsed)!.Value;
                Assert.InRange(shown, TimeSpan.Zero, last);
                last = shown;
            }

            Assert.Equal(TimeSpan.Zero, remaining.Next(total, total, elapsed));
        });

    [Fact]
    public async Task RunAsync_OnATerminal_DrawsTheLineAndLeavesNothing()
    {
        using var screen = new StringWriter { NewLine = "\n" };
        var context = ContextOf(screen, showsProgress: true);
        var report = new Report(context, OutputFormat.Text, isQuiet: false, isVerbose: false);

        var result = await LiveDisplay.RunAsync(
            context,
            report,
            () => new LiveState(3, 9, "3/9 apps, [2m left]", "slowest: shop 4s"),
            () =>
            {
                report.Warning("shop: it is gone");
                return Task.FromResult("result");
            });

        Assert.Equal("result", result);
        Assert.Contains("3/9 apps, [2m left]", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("slowest: shop 4s", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("warning: shop: it is gone\n", screen.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\u001b[?25h", screen.ToString().TrimEnd(), StringComparison.Ordinal);
        Assert.Null(report.Drawn);
    }

    [Theory]
    [InlineData(OutputFormat.Text, false)]
    [InlineData(OutputFormat.Events, true)]
    public async Task RunAsync_NobodyLooksOrEventsAreWritten_DrawsNothing(object format, bool showsProgress)
    {
        using var screen = new StringWriter();
        var context = ContextOf(screen, showsProgress);
        var report = new Report(context, (OutputFormat)format, isQuiet: false, isVerbose: false);

        await LiveDisplay.RunAsync(context, report, () => default, () => Task.FromResult(0));

        Assert.Empty(screen.ToString());
    }

    [Fact]
    public void Report_LooksOutOfOrder_TellsTheFurthest()
    {
        var display = new PlanDisplay(TimeProvider.System);
        display.Report(new PlanProgress(7, 0, 0));
        Assert.Equal("7 bindles listed", display.State.Line);
        display.Report(new PlanProgress(7, 5, 6));
        display.Report(new PlanProgress(7, 4, 6));

        Assert.Equal((5L, 6L), (display.State.Done, display.State.Total));
        Assert.StartsWith("5/6 bindles looked at, ", display.State.Line, StringComparison.Ordinal);
    }

    private static CliContext ContextOf(TextWriter screen, bool showsProgress) => new()
    {
        Output = TextWriter.Null,
        Error = screen,
        Clock = TimeProvider.System,
        TempFolder = Path.GetTempPath(),
        ShowsProgress = showsProgress,
    };
}
