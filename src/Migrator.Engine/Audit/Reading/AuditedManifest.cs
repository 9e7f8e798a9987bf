using System.Collections.Immutable;
using System.Text.Json;
using Migrator.Oci.Model;

namespace Migrator.Engine.Audit.Reading;

/// <summary>An image manifest, as far as an audit looks at it.</summary>
/// <param name="ArtifactType">The artifact type; null when not said.</param>
/// <param name="Config">The config blob.</param>
/// <param name="Layers">The layers, in order.</param>
/// <param name="Subject">The digest of the subject; null without one.</param>
/// <param name="HasAnnotations">Whether it has annotations.</param>
internal sealed record AuditedManifest(
    string? ArtifactType, Descriptor Config, ImmutableArray<Descriptor> Layers, Digest? Subject, bool HasAnnotations)
{
    /// <summary>Reads a manifest.</summary>
    /// <param name="utf8">Its bytes.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="ArtifactFormatException">It is not one.</exception>
    public static AuditedManifest Parse(ReadOnlyMemory<byte> utf8)
    {
        const string place = "manifest";
        var root = JsonReading.Parse(utf8);
        if (!root.TryGetProperty("schemaVersion", out var version) || version.GetRawText() != "2")
        {
            throw new ArtifactFormatException("manifest.schemaVersion must be 2.");
        }

        var config = JsonReading.ObjectOrNull(root, "config", place) ?? throw JsonReading.Missing("config", place);
        var subject = JsonReading.ObjectOrNull(root, "subject", place);
        return new AuditedManifest(
            JsonReading.TextOrNull(root, "artifactType", place),
            DescriptorOf(config, "manifest.config"),
            [.. JsonReading.Objects(root, "layers", place).Select(layer => DescriptorOf(layer.Item, layer.Place))],
            subject is null ? null : DescriptorOf(subject.Value, "manifest.subject").Digest,
            root.TryGetProperty("annotations", out _));
    }

    private static Descriptor DescriptorOf(JsonElement element, string place) => new()
    {
        MediaType = JsonReading.Text(element, "mediaType", place),
        Digest = Digest.TryParse(JsonReading.Text(element, "digest", place), out var digest)
            ? digest
            : throw new ArtifactFormatException($"{place}.digest must be sha256: and 64 lower-case hex digits."),
        Size = element.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Number
            && size.TryGetInt64(out var bytes) && bytes >= 0
            ? bytes
            : throw new ArtifactFormatException($"{place}.size must be a number of bytes."),
    };
}
