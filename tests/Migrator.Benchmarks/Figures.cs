namespace Migrator.Benchmarks;

/// <summary>Minimum, median and maximum of some runs.</summary>
internal readonly record struct Figures(double Min, double Median, double Max)
{
    public static Figures Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Figures(sorted[0], (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[^1]);
    }

    /// <summary>How long runs took.</summary>
    public static string Times(IEnumerable<Measured> runs) =>
        Of(runs.Select(run => run.Elapsed.TotalMilliseconds)).ToString("0", " ms");

    public string ToString(string format, string unit) => FormattableString.Invariant(
        $"min {Min.ToString(format)}{unit}  median {Median.ToString(format)}{unit}  max {Max.ToString(format)}{unit}");
}
