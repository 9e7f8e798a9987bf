using System.Collections.Immutable;
using System.Globalization;

namespace Migrator.Engine.Reporting;

/// <summary>The drawings of a page.</summary>
internal static class HtmlCharts
{
    private const double Width = 720;
    private const double Height = 120;

    /// <summary>When apps ended: a column a stretch of time, what failed on top.</summary>
    public static void WriteTimeline(ImmutableArray<TimelinePoint> points, TextWriter output)
    {
        if (points.IsEmpty)
        {
            return;
        }

        var (start, length) = (points[0].Start, points[0].Length);
        var slots = (int)((points[^1].Start - start) / length) + 1;
        var most = Math.Max(1, points.Max(point => point.Done + point.Failed));
        var step = Width / slots;
        output.Write(string.Create(
                CultureInfo.InvariantCulture,
            $"<section><h2>Timeline</h2><svg class=\"timeline\" viewBox=\"0 0 {Width:0} {Height + 4:0}\" role=\"img\" "
            + $"aria-label=\"apps ended over time\" preserveAspectRatio=\"none\">"));
        foreach (var point in points)
        {
            var x = (point.Start - start) / length * step;
            var (done, failed) = (Height * point.Done / most, Height * point.Failed / most);
            output.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"<g><title>{ReportText.Time(point.Start)}: {point.Done} done, {point.Failed} failed, "
                + $"{ReportText.Size(point.Bytes)}</title>"));
            WriteColumn(x, Height - done, step, done, "done", output);
            WriteColumn(x, Height - done - failed, step, failed, "failed", output);
            output.Write("</g>");
        }

        var end = points[^1].Start + length;
        output.Write(
            $"</svg><p class=\"axis\"><span>{ReportText.Time(start)}</span><span>at most {ReportText.Number(most)} in "
            + $"{ReportText.Duration(length)}</span><span>{ReportText.Time(end)}</span></p></section>\n");
    }

    /// <summary>Sizes before and after as bars of one scale.</summary>
    public static void WriteSizes(SizeComparison sizes, TextWriter output)
    {
        (string Name, long Bytes, string Class)[] rows =
        [
            ("Parcels of all bindles", sizes.Parcels, "before"),
            ("Artifacts at the target", sizes.Artifacts, "after"),
            ("Different blobs to send", sizes.Unique, "after"),
            ("Sent", sizes.Sent, "sent"),
            ("Shared, or there before", sizes.Found, "shared"),
        ];
        var most = Math.Max(1, rows.Max(row => row.Bytes));
        output.Write("<section><h2>Sizes</h2><div class=\"sizes\">");
        foreach (var (name, bytes, kind) in rows)
        {
            output.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"<span>{name}</span><span class=\"track\"><i class=\"{kind}\" "
                + $"style=\"width:{100.0 * bytes / most:0.#}%\"></i></span><b>{ReportText.Size(bytes)}</b>"));
        }

        output.Write("</div></section>\n");
    }

    private static void WriteColumn(double x, double y, double step, double height, string kind, TextWriter output)
    {
        if (height > 0)
        {
            output.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"<rect class=\"{kind}\" x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{Math.Max(1, step - 2):0.##}\" "
                + $"height=\"{Math.Max(1, height):0.##}\" rx=\"1.5\"/>"));
        }
    }
}
