using System.Globalization;
using Migrator.Cloud.Health;

namespace Migrator.Cli.Output.Clouds;

/// <summary>
/// What came of a failover, below its <see cref="FailoverTable"/>; its twin for programs is <see cref="HealthJson"/>.
/// </summary>
internal static class HealthText
{
    public static void Write(Report report, HealthReport health)
    {
        report.Info(Summary(health));
        foreach (var smoke in health.Smoke)
        {
            var got = smoke.Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer";
            report.Info($"{smoke.Url}: {got}{(smoke.IsPassed ? "" : $" instead of {smoke.Check.Status}")}");
        }
    }

    private static string Summary(HealthReport health)
    {
        var first = health.TimeToFirstNew is { } time ? $"first new after {Seconds(time)}" : "never new";
        var errors = health.ErrorSpan is { } span ? $", {health.ErrorSamples} errors within {Seconds(span)}" : "";
        var share = health.OldShare.ToString("P0", CultureInfo.InvariantCulture);
        return $"{CloudWords.Of(health.Verdict)} after {Seconds(health.Duration)}: {first}, overlap "
            + $"{Seconds(health.Overlap)}, {share} old of {health.Samples} answers{errors}";
    }

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}
