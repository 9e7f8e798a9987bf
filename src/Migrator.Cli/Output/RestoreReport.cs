using System.Text.Json;
using Migrator.Cli.Registries;
using Migrator.Engine.Jobs;
using Migrator.Engine.Restoring;

namespace Migrator.Cli.Output;

/// <summary>What <c>restore</c> says: the bindle's folder alone on standard output, or one JSON document.</summary>
internal static class RestoreReport
{
    public static int Write(Report report, RestoreOutcome outcome, RegistrySession? registries)
    {
        if (report.IsJson)
        {
            report.Json(json => WriteJson(json, outcome, registries));
            return ExitCode.Of(outcome.Status);
        }

        report.Findings(outcome.Findings);
        report.Info(outcome.Status switch
        {
            JobStatus.Done => $"restored {outcome.Id}",
            JobStatus.AlreadyThere => $"nothing to do: {outcome.Id} is there already",
            _ => "not restored; the errors above say why",
        });
        if (report.IsVerbose)
        {
            report.Info(TimingText.Of(outcome.Timings));
        }

        if (outcome.Folder is { } folder)
        {
            report.Result(folder);
        }

        return ExitCode.Of(outcome.Status);
    }

    private static void WriteJson(Utf8JsonWriter json, RestoreOutcome outcome, RegistrySession? registries)
    {
        JsonParts.Head(json, "restore", outcome.Status);
        JsonParts.Id(json, outcome.Id);
        json.WriteString("source", outcome.Source);
        json.WriteString("folder", outcome.Folder);
        JsonParts.Registry(json, registries);
        FindingJson.Write(json, outcome.Findings);
        JsonParts.Timings(json, outcome.Timings);
    }
}
