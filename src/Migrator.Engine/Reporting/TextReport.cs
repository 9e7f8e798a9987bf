using System.Globalization;

namespace Migrator.Engine.Reporting;

/// <summary>A report for a terminal: what stands where, and what to do next. Apps are not listed.</summary>
public static class TextReport
{
    /// <summary>Writes the report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Where to.</param>
    public static void Write(BatchReport report, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine($"Plan {report.Plan.Digest[..12]} of {ReportText.Time(report.Plan.Created)}: "
            + $"{ReportText.Number(report.Plan.Apps)} bindles");
        foreach (var warning in ReportText.Warnings(report))
        {
            output.WriteLine($"Warning: {warning}");
        }

        foreach (var (state, count) in report.States.Where(state => state.Value > 0))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {ReportText.State(state),-14}{ReportText.Number(count),10}"));
        }

        WriteLeftOut(report, output);
        WriteSizes(report.Sizes, output);
        foreach (var run in report.Runs)
        {
            var end = run.Ended is { } ended
                ? $"{ReportText.Kebab(run.Ending!.Value)} after {ReportText.Duration(ended - run.Started)}"
                : ReportText.WithoutEnd(run);
            output.WriteLine($"Run {run.Number} of {ReportText.Time(run.Started)}: {end}");
        }

        foreach (var cause in report.Causes)
        {
            output.WriteLine($"{cause.Code} {cause.Title}: {ReportText.Number(cause.Apps)}");
            foreach (var (app, message) in cause.Examples)
            {
                output.WriteLine($"  {app}: {message}");
            }

            foreach (var command in cause.Commands)
            {
                output.WriteLine($"  Again: {command}");
            }
        }
    }

    private static void WriteLeftOut(BatchReport report, TextWriter output)
    {
        if (report.Plan.LeftOut.Count > 0)
        {
            output.WriteLine("Left out: " + string.Join(", ", report.Plan.LeftOut.Select(
                left => $"{ReportText.Number(left.Value)} {ReportText.Why(left.Key)}")));
        }

        foreach (var note in report.Plan.Notes)
        {
            output.WriteLine($"Note: {note}");
        }
    }

    private static void WriteSizes(SizeComparison sizes, TextWriter output) => output.WriteLine(
        $"Bytes: {ReportText.Size(sizes.Parcels)} of parcels, {ReportText.Size(sizes.Artifacts)} of artifacts at the "
        + $"target, {ReportText.Size(sizes.Sent)} sent, {ReportText.Size(sizes.Found)} shared or there before");
}
