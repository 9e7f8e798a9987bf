using System.Globalization;
using Migrator.Engine.Jobs;

namespace Migrator.Cli.Output;

/// <summary>The times of the stages as one line.</summary>
internal static class TimingText
{
    public static string Of(IEnumerable<StageTiming> timings) => "times: " + string.Join(
        ", ",
        timings.Select(timing => string.Create(
            CultureInfo.InvariantCulture, $"{Words.Of(timing.Stage)} {timing.Elapsed.TotalSeconds:0.000} s")));
}
