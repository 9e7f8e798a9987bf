using System.Globalization;
using System.Text.Json;
using Migrator.Cli.Registries;
using Migrator.Engine.Inspection;
using Migrator.Oci.Model;

namespace Migrator.Cli.Output;

/// <summary>What <c>inspect</c> says of an OCI target: its tags, or one artifact.</summary>
internal static class ArtifactReport
{
    public static int Write(Report report, ArtifactInspectionOutcome outcome, RegistrySession? registries)
    {
        if (report.IsJson)
        {
            report.Json(json => WriteJson(json, outcome, registries));
            return ExitCode.Of(outcome.Status);
        }

        report.Findings(outcome.Findings);
        foreach (var tag in outcome.Tags)
        {
            report.Result(tag);
        }

        if (outcome is { Descriptor: { } descriptor, Manifest: { } manifest })
        {
            WriteManifest(report, descriptor, manifest, outcome);
        }

        return ExitCode.Of(outcome.Status);
    }

    private static void WriteManifest(
        Report report, Descriptor descriptor, Manifest manifest, ArtifactInspectionOutcome outcome)
    {
        report.Result($"digest     {descriptor.Digest}");
        report.Result($"type       {manifest.ArtifactType ?? manifest.Config.MediaType}");
        foreach (var (key, value) in manifest.Annotations)
        {
            report.Result($"annotation {key} = {value}");
        }

        report.Result($"config     {Line(manifest.Config)}");
        foreach (var layer in manifest.Layers)
        {
            report.Result($"layer      {Line(layer)}");
        }

        foreach (var referrer in outcome.Referrers)
        {
            report.Result($"referrer   {referrer.Digest} {referrer.ArtifactType}");
        }
    }

    private static string Line(Descriptor blob) =>
        string.Create(CultureInfo.InvariantCulture, $"{blob.Digest} {blob.Size,12} {blob.MediaType}");

    private static void WriteJson(Utf8JsonWriter json, ArtifactInspectionOutcome outcome, RegistrySession? registries)
    {
        JsonParts.Head(json, "inspect", outcome.Status);
        json.WriteString("kind", "artifact");
        json.WriteString("target", outcome.Target);
        JsonParts.Texts(json, "tags", outcome.Tags);
        JsonParts.Descriptor(json, "manifest", outcome.Descriptor);
        JsonParts.Descriptor(json, "config", outcome.Manifest?.Config);
        json.WriteString("artifactType", outcome.Manifest?.ArtifactType);
        WriteAll(json, "layers", outcome.Manifest?.Layers ?? []);
        WriteAll(json, "referrers", outcome.Referrers);
        JsonParts.Registry(json, registries);
        FindingJson.Write(json, outcome.Findings);
    }

    private static void WriteAll(Utf8JsonWriter json, string property, IEnumerable<Descriptor> descriptors)
    {
        json.WriteStartArray(property);
        foreach (var descriptor in descriptors)
        {
            JsonParts.Descriptor(json, descriptor);
        }

        json.WriteEndArray();
    }
}
