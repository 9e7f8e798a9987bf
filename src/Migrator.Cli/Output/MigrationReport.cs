using System.Globalization;
using System.Text.Json;
using Migrator.Bindle.Verification;
using Migrator.Cli.Registries;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Pushing;

namespace Migrator.Cli.Output;

/// <summary>What <c>migrate</c> says: the digest alone on standard output, or one JSON document.</summary>
internal static class MigrationReport
{
    public static int Write(Report report, MigrationOutcome outcome, RegistrySession? registries)
    {
        if (report.IsJson)
        {
            report.Json(json => WriteJson(json, outcome, registries));
            return ExitCode.Of(outcome.Status);
        }

        report.Findings(outcome.Findings);
        report.Info(Summary(outcome) + Notes(outcome, report));
        if (report.IsVerbose)
        {
            report.Info(TimingText.Of(outcome.Timings));
        }

        if (IsThere(outcome) || outcome.Status == JobStatus.Planned)
        {
            report.Result(outcome.Manifest!.Digest.ToString());
        }

        return ExitCode.Of(outcome.Status);
    }

    /// <summary>How many blobs and bytes were sent, and how many were there.</summary>
    public static void Blobs(Utf8JsonWriter json, PushCounts counts)
    {
        json.WriteStartObject("blobs");
        json.WriteNumber("pushed", counts.BlobsPushed);
        json.WriteNumber("alreadyThere", counts.BlobsAlreadyThere);
        json.WriteNumber("bytesPushed", counts.BytesPushed);
        json.WriteNumber("bytesAlreadyThere", counts.BytesAlreadyThere);
        json.WriteEndObject();
    }

    private static string Summary(MigrationOutcome outcome) => outcome.Status switch
    {
        JobStatus.Done =>
            $"migrated {Facts(outcome)}: {Counts(outcome)}{(WasReadBack(outcome) == false ? ", not read back" : "")}",
        JobStatus.Skipped => $"skipped {Facts(outcome)}: the tag points to another digest and stays so",
        JobStatus.AlreadyThere => $"nothing to do: {Facts(outcome)} is there already{Unseen(outcome)}",
        JobStatus.Planned => $"would migrate {Facts(outcome)}: {Counts(outcome)}; nothing was written",
        _ => $"not migrated: {outcome.Id?.ToString() ?? outcome.Source ?? "the bindle"}; the errors above say why",
    };

    private static string Unseen(MigrationOutcome outcome) =>
        outcome.Findings.Any(finding => finding.Kind == PushFindings.BindleNotLookedAt)
            ? " (the bindle beside it was not looked at; --force sends it again)"
            : "";

    // What is told only when asked for should at least be known to be there.
    private static string Notes(MigrationOutcome outcome, Report report) =>
        outcome.Findings.Count(finding => finding.Level == FindingLevel.Note) is var notes and > 0 && !report.IsVerbose
            ? string.Create(CultureInfo.InvariantCulture, $"; {notes} {(notes == 1 ? "note" : "notes")}, see --verbose")
            : "";

    private static bool IsThere(MigrationOutcome outcome) =>
        outcome.Status is JobStatus.Done or JobStatus.AlreadyThere;

    private static string? ReferenceOf(MigrationOutcome outcome) =>
        IsThere(outcome) ? $"{outcome.Target}:{outcome.Tag}@{outcome.Manifest!.Digest}" : null;

    private static bool? WasReadBack(MigrationOutcome outcome) => outcome.Status == JobStatus.Done
        ? outcome.Findings.All(finding =>
            finding.Kind != PushFindings.NotReadBack && finding.Kind != PushFindings.NotReadBackAsAsked)
        : null;

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

    private static void WriteJson(Utf8JsonWriter json, MigrationOutcome outcome, RegistrySession? registries)
    {
        JsonParts.Head(json, "migrate", outcome.Status);
        JsonParts.Id(json, outcome.Id);
        json.WriteString("source", outcome.Source);
        json.WriteString("target", outcome.Target);
        json.WriteString("tag", outcome.Tag);
        json.WriteString("reference", ReferenceOf(outcome));
        json.WriteString("profile", Words.Of(outcome.Profile));
        JsonParts.Descriptor(json, "manifest", outcome.Manifest);
        JsonParts.Descriptor(json, "referrer", outcome.Referrer);
        Blobs(json, outcome.Counts);
        JsonParts.Flag(json, "readBack", WasReadBack(outcome));
        SignatureJson.Write(json, outcome.Signatures);
        JsonParts.Registry(json, registries);
        FindingJson.Write(json, outcome.Findings);
        JsonParts.Timings(json, outcome.Timings);
    }
}
