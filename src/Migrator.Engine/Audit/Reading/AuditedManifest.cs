using System.Collections.Immutable;
using System.Text.Json;
using Migrator.Oci.Model;

namespace Migrator.Engine.Audit.Reading;

/// <summary>An image manifest: its blobs, and all that it says beside them.</summary>
internal sealed record AuditedManifest
{
    private static readonly string[] Needed = ["schemaVersion", "config", "layers"];

    /// <summary>The media type in the body; null when not said.</summary>
    public required string? MediaType { get; init; }

    /// <summary>The artifact type; null when not said.</summary>
    public required string? ArtifactType { get; init; }

    /// <summary>The config blob.</summary>
    public required Descriptor Config { get; init; }

    /// <summary>The layers, in order.</summary>
    public required ImmutableArray<Descriptor> Layers { get; init; }

    /// <summary>The subject; null without one.</summary>
    public required Descriptor? Subject { get; init; }

    /// <summary>The annotations; null when there is no such member.</summary>
    public required JsonElement? Annotations { get; init; }

    /// <summary>The members beside the version, the config and the layers.</summary>
    public required ImmutableArray<string> OtherMembers { get; init; }

    /// <summary>Where descriptors have members beside media type, digest and size.</summary>
    public required ImmutableArray<string> DescriptorExtras { get; init; }

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
        var layers = JsonReading.Objects(root, "layers", place).ToImmutableArray();
        var subject = JsonReading.ObjectOrNull(root, "subject", place);
        return new AuditedManifest
        {
            MediaType = JsonReading.TextOrNull(root, "mediaType", place),
            ArtifactType = JsonReading.TextOrNull(root, "artifactType", place),
            Config = DescriptorOf(config, "manifest.config"),
            Layers = [.. layers.Select(layer => DescriptorOf(layer.Item, layer.Place))],
            Subject = subject is { } element ? DescriptorOf(element, "manifest.subject") : null,
            Annotations = JsonReading.ObjectOrNull(root, "annotations", place),
            OtherMembers = AuditedApp.UnknownOf(root, Needed),
            DescriptorExtras =
            [
                .. ExtrasOf(config, "config"),
                .. layers.SelectMany((layer, index) => ExtrasOf(layer.Item, $"layers[{index}]")),
                .. subject is { } other ? ExtrasOf(other, "subject") : [],
            ],
        };
    }

    private static IEnumerable<string> ExtrasOf(JsonElement descriptor, string place) =>
        AuditedApp.UnknownOf(descriptor, "mediaType", "digest", "size").Select(name => $"{place}.{name}");

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
