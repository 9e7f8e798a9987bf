using System.Globalization;
using System.Text.Json;
using Migrator.Bindle.Signing;
using Migrator.Cli.Registries;
using Migrator.Engine.Audit;
using Migrator.Engine.Checking;
using Migrator.Engine.Jobs;

namespace Migrator.Cli.Output;

/// <summary>What <c>verify</c> says: one line with the verdict on standard output, or one JSON document.</summary>
internal static class CheckReport
{
    public static int Write(Report report, CheckOutcome outcome, RegistrySession? registries)
    {
        if (report.IsJson)
        {
            report.Json(json => WriteJson(json, outcome, registries));
            return ExitCode.Of(outcome.Status);
        }

        report.Findings(outcome.Findings);
        if (report.IsVerbose)
        {
            report.Info(TimingText.Of(outcome.Timings));
        }
        else if (outcome.Signatures is { } signatures)
        {
            // Who asks for signatures wants to know what they are worth, even when all is well.
            WriteNotes(report, signatures);
        }

        report.Result(Verdict(outcome));
        return ExitCode.Of(outcome.Status);
    }

    private static void WriteNotes(Report report, SignatureVerdict signatures)
    {
        foreach (var finding in signatures.Findings)
        {
            if (finding.Kind == SigningFindings.PolicyMet || finding.Kind == SigningFindings.Coverage)
            {
                report.Info(finding.ToString());
            }
        }
    }

    private static string Verdict(CheckOutcome outcome)
    {
        var name = outcome.Id?.ToString() ?? outcome.Source ?? "the bindle";
        if (outcome.Status != JobStatus.Done)
        {
            return $"failed {name}: {Words.Of(outcome.Status)}";
        }

        var artifact = outcome.Audit is { } audit
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"; {Words.Of(audit.Form)} artifact {audit.Digest} matches, {audit.Counts.Blobs} blobs; ")
                + WayBack(audit)
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"ok {name}: {outcome.Parcels} parcels, {ByteSize.Format(outcome.Bytes)}{artifact}");
    }

    // Who removes the bindle after this line must know whether it can be had again.
    private static string WayBack(AuditReport audit) => audit.Referrer is not null || audit.Form == ArtifactForm.Bindle
        ? "restore brings the bindle back"
        : "no copy of the bindle is there, so restore cannot bring it back";

    private static void WriteAudit(Utf8JsonWriter json, AuditReport? audit)
    {
        if (audit is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("form", Words.Of(audit.Form));
        json.WriteString("digest", audit.Digest?.ToString());
        json.WriteString("referrer", audit.Referrer?.ToString());
        json.WriteString("appVersion", audit.AppVersion);
        json.WriteNumber("components", audit.Counts.Components);
        json.WriteNumber("files", audit.Counts.Files);
        json.WriteNumber("blobs", audit.Counts.Blobs);
        json.WriteNumber("bytes", audit.Counts.Bytes);
        json.WriteBoolean("matches", audit.Verdict == AuditVerdict.Matches);
        json.WriteEndObject();
    }

    private static void WriteJson(Utf8JsonWriter json, CheckOutcome outcome, RegistrySession? registries)
    {
        JsonParts.Head(json, "verify", outcome.Status);
        JsonParts.Id(json, outcome.Id);
        json.WriteString("source", outcome.Source);
        json.WriteNumber("parcels", outcome.Parcels);
        json.WriteNumber("bytes", outcome.Bytes);
        json.WritePropertyName("artifact");
        WriteAudit(json, outcome.Audit);
        SignatureJson.Write(json, outcome.Signatures);
        JsonParts.Registry(json, registries);
        FindingJson.Write(json, outcome.Findings);
        JsonParts.Timings(json, outcome.Timings);
    }
}
