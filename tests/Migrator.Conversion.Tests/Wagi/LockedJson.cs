using System.Collections.Immutable;
using System.Text.Json;
using Migrator.Conversion.Tests.Spin;
using Migrator.Oci.Model;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>A locked app as its JSON says it, whichever profile wrote it.</summary>
internal sealed class LockedJson
{
    private const string Application = "application/vnd.fermyon.spin.application.v1+config";
    private readonly Artifact _artifact;
    private readonly JsonElement _root;

    private LockedJson(Artifact artifact, byte[] bytes)
    {
        _artifact = artifact;
        using var document = JsonDocument.Parse(bytes);
        _root = document.RootElement.Clone();
    }

    public ImmutableArray<JsonElement> Triggers => [.. _root.GetProperty("triggers").EnumerateArray()
        .Select(trigger => trigger.GetProperty("trigger_config"))];

    public static async Task<LockedJson> OfAsync(Artifact artifact)
    {
        var blob = artifact.Blobs.Single(blob => blob.Descriptor.MediaType == Application);
        return new LockedJson(artifact, await artifact.BlobAsync(blob.Descriptor.Digest));
    }

    public JsonElement Component(string id) => _root.GetProperty("components").EnumerateArray()
        .Single(component => component.GetProperty("id").GetString() == id);

    public string Module(string id) =>
        Component(id).GetProperty("source").GetProperty("digest").GetString()!["sha256:".Length..];

    public IReadOnlyList<string> FilePaths(string id) => Component(id).TryGetProperty("files", out var files)
        ? files.EnumerateArray().Select(file => file.GetProperty("path").GetString()!).ToList()
        : [];

    /// <summary>The files with their bytes, whether they stand in the locked app or in layers.</summary>
    public async Task<ImmutableSortedDictionary<string, byte[]>> FilesAsync(string id)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        if (Component(id).TryGetProperty("files", out var entries))
        {
            foreach (var entry in entries.EnumerateArray())
            {
                files[entry.GetProperty("path").GetString()!] = await BytesAsync(entry);
            }
        }

        return files.ToImmutable();
    }

    private async Task<byte[]> BytesAsync(JsonElement entry)
    {
        if (entry.TryGetProperty("inline", out var inline))
        {
            var text = inline.GetString()!;
            return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
        }

        return await _artifact.BlobAsync(Digest.Parse(entry.GetProperty("digest").GetString()!));
    }
}
