using System.Globalization;
using System.Text.Json;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;

namespace Migrator.Cli.Output;

/// <summary>What <c>migrate</c> says: the digest alone on standard output, or one JSON document.</summary>
internal static class MigrationReport
{
    public static int Write(Report report, MigrationOutcome outcome)
    {
        if (report.IsJson)
        {
            report.Json(json => WriteJson(json, outcome));
            return ExitCode.Of(outcome.Status);
        }

        report.Findings(outcome.Findings);
        report.Info(Summary(outcome));
        if (report.IsVerbose)
        {
            report.Info(TimingText.Of(outcome.Timings));
        }

        if (ExitCode.Of(outcome.Status) == ExitCode.Done && outcome.Manifest is { } manifest)
        {
            report.Result(manifest.Digest.ToString());
        }

        return ExitCode.Of(outcome.Status);
    }

    private static string Summary(MigrationOutcome outcome) => outcome.Status switch
    {
        JobStatus.Done => $"migrated {Facts(outcome)}: {Counts(outcome)}",
        JobStatus.AlreadyThere => $"nothing to do: {Facts(outcome)} is there already",
        JobStatus.Planned => $"would migrate {Facts(outcome)}: {Counts(outcome)}; nothing was written",
        _ => $"not migrated: {outcome.Id?.ToString() ?? outcome.Source ?? "the bindle"}; the errors above say why",
    };

    private static string Facts(MigrationOutcome outcome) =>
        $"{outcome.Id} to {outcome.Target}, tag {outcome.Tag}, profile {Words.Of(outcome.Profile)}";

    private static string Counts(MigrationOutcome outcome)
    {
        var counts = outcome.Counts;
        var bytes = ByteSize.Format(counts.BytesPushed);
        var verb = outcome.Status == JobStatus.Done ? "pushed" : "to push";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.BlobsPushed} blobs {verb} ({bytes}), {counts.BlobsAlreadyThere} there already");
    }

    private static void WriteJson(Utf8JsonWriter json, MigrationOutcome outcome)
    {
        JsonParts.Head(json, "migrate", outcome.Status);
        JsonParts.Id(json, outcome.Id);
        json.WriteString("source", outcome.Source);
        json.WriteString("target", outcome.Target);
        json.WriteString("tag", outcome.Tag);
        json.WriteString("profile", Words.Of(outcome.Profile));
        JsonParts.Descriptor(json, "manifest", outcome.Manifest);
        JsonParts.Descriptor(json, "referrer", outcome.Referrer);
        json.WriteStartObject("blobs");
        json.WriteNumber("pushed", outcome.Counts.BlobsPushed);
        json.WriteNumber("alreadyThere", outcome.Counts.BlobsAlreadyThere);
        json.WriteNumber("bytesPushed", outcome.Counts.BytesPushed);
        json.WriteNumber("bytesAlreadyThere", outcome.Counts.BytesAlreadyThere);
        json.WriteEndObject();
        FindingJson.Write(json, outcome.Findings);
        JsonParts.Timings(json, outcome.Timings);
    }
}
