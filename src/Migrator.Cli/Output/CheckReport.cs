using System.Globalization;
using System.Text.Json;
using Migrator.Engine.Checking;
using Migrator.Engine.Jobs;

namespace Migrator.Cli.Output;

/// <summary>What <c>verify</c> says: one line with the verdict on standard output, or one JSON document.</summary>
internal static class CheckReport
{
    public static int Write(Report report, CheckOutcome outcome)
    {
        if (report.IsJson)
        {
            report.Json(json => WriteJson(json, outcome));
            return ExitCode.Of(outcome.Status);
        }

        report.Findings(outcome.Findings);
        if (report.IsVerbose)
        {
            report.Info(TimingText.Of(outcome.Timings));
        }

        report.Result(Verdict(outcome));
        return ExitCode.Of(outcome.Status);
    }

    private static string Verdict(CheckOutcome outcome)
    {
        var name = outcome.Id?.ToString() ?? outcome.Source ?? "the bindle";
        return outcome.Status == JobStatus.Done
            ? string.Create(CultureInfo.InvariantCulture, $"ok {name}: {outcome.Parcels} parcels, {ByteSize.Format(outcome.Bytes)}")
            : $"failed {name}: {Words.Of(outcome.Status)}";
    }

    private static void WriteJson(Utf8JsonWriter json, CheckOutcome outcome)
    {
        JsonParts.Head(json, "verify", outcome.Status);
        JsonParts.Id(json, outcome.Id);
        json.WriteString("source", outcome.Source);
        json.WriteNumber("parcels", outcome.Parcels);
        json.WriteNumber("bytes", outcome.Bytes);
        FindingJson.Write(json, outcome.Findings);
        JsonParts.Timings(json, outcome.Timings);
    }
}
