using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Migrator.Testing.Registries;

/// <summary>A manifest the registry has taken.</summary>
/// <param name="Digest"><c>sha256:HEX</c>, computed by the registry itself.</param>
/// <param name="MediaType">The Content-Type it came with.</param>
/// <param name="Bytes">Its bytes.</param>
public sealed record StoredManifest(string Digest, string MediaType, ReadOnlyMemory<byte> Bytes)
{
    private JsonElement Root { get; init; }

    /// <summary>Config and layers; none for an index.</summary>
    public ImmutableArray<JsonElement> Blobs { get; private init; } = [];

    /// <summary>How many layers.</summary>
    public int Layers { get; private init; }

    /// <summary>The manifests of an index.</summary>
    public ImmutableArray<JsonElement> Children { get; private init; } = [];

    /// <summary>The digest of its subject; null without one.</summary>
    public string? Subject => DigestOf(Member("subject"));

    /// <summary>Its artifact type, or its config's type.</summary>
    public string? ArtifactType => Text("artifactType") ?? TextOf(Member("config"), "mediaType");

    /// <summary>Digests of config and layers.</summary>
    public IEnumerable<string> BlobDigests => Blobs.Select(blob => DigestOf(blob)!);

    /// <summary>Reads a manifest; null when it is none.</summary>
    /// <param name="digest">Its digest.</param>
    /// <param name="mediaType">Its Content-Type.</param>
    /// <param name="bytes">Its bytes.</param>
    internal static StoredManifest? Read(string digest, string mediaType, byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement.Clone();
            var manifest = new StoredManifest(digest, mediaType, bytes) { Root = root };
            var layers = manifest.List("layers");
            manifest = manifest with
            {
                Layers = layers.Length,
                Blobs = manifest.Member("config") is { } config ? [config, .. layers] : layers,
                Children = manifest.List("manifests"),
            };
            return manifest.IsWhole ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Its entry in a list of referrers.</summary>
    internal JsonObject ToDescriptor()
    {
        var entry = new JsonObject
        {
            ["mediaType"] = MediaType,
            ["digest"] = Digest,
            ["size"] = Bytes.Length,
            ["artifactType"] = ArtifactType,
        };
        if (Member("annotations") is { ValueKind: JsonValueKind.Object } annotations)
        {
            entry["annotations"] = JsonObject.Create(annotations);
        }

        return entry;
    }

    /// <summary>A text of its root; null when it is not there.</summary>
    internal string? Text(string name) => TextOf(Root, name);

    internal static string? TextOf(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private bool IsWhole =>
        Root.TryGetProperty("schemaVersion", out var version) && version.ValueKind == JsonValueKind.Number
        && version.GetInt32() == 2
        && (Blobs.Length > 0 || Root.TryGetProperty("manifests", out _))
        && Blobs.Concat(Children).All(entry => DigestOf(entry) is not null);

    private static string? DigestOf(JsonElement? element) => TextOf(element, "digest");

    private JsonElement? Member(string name) =>
        Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out var value) ? value : null;

    private ImmutableArray<JsonElement> List(string name) =>
        Member(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
}
