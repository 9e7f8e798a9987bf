using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using Migrator.Oci.Model;

namespace Migrator.Oci.Json;

/// <summary>
/// Reads manifests and indexes; whatever is wrong comes out as <see cref="ManifestFormatException"/>.
/// </summary>
internal static class ContentReader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>Reads one JSON object and makes something of it.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="what">What they should be, for messages: "manifest".</param>
    /// <param name="maxBytes">The most bytes that are read.</param>
    /// <param name="read">Makes the result of the object.</param>
    public static T Read<T>(ReadOnlyMemory<byte> json, string what, int maxBytes, Func<JsonObject, T> read)
    {
        if (json.Length > maxBytes)
        {
            throw new ManifestFormatException($"The {what} has {json.Length} bytes; at most {maxBytes} are read.");
        }

        if (!Utf8.IsValid(json.Span))
        {
            throw new ManifestFormatException($"The {what} is not UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return read(JsonObject.Of(document.RootElement, what));
        }
        catch (JsonException broken)
        {
            throw new ManifestFormatException($"The {what} is no JSON that is read: {OneLine(broken.Message)}", broken);
        }
        catch (InvalidOperationException broken)
        {
            // Half a surrogate pair as an escape, in the name of a member or in a text.
            throw new ManifestFormatException($"The {what} has a text that is no valid Unicode.", broken);
        }
    }

    /// <summary>Reads a descriptor.</summary>
    public static Descriptor Descriptor(JsonObject json)
    {
        var digest = json.Text("digest");
        return new Descriptor
        {
            MediaType = json.Text("mediaType"),
            Digest = Digest.TryParse(digest, out var parsed)
                ? parsed
                : throw json.Fault("digest", $"expected sha256: and 64 lower-case hex digits, got '{Shorten(digest)}'"),
            Size = json.WholeNumber("size") is >= 0 and var size
                ? size
                : throw json.Fault("size", "a blob cannot have a negative size"),
            ArtifactType = json.TextOrNull("artifactType"),
            Annotations = Annotations(json),
        };
    }

    /// <summary>Reads the annotations of an object; none and null are the empty map.</summary>
    public static ImmutableSortedDictionary<string, string> Annotations(JsonObject json)
    {
        if (json.ObjectOrNull("annotations") is not { } annotations)
        {
            return AnnotationMap.Empty;
        }

        var map = AnnotationMap.Empty.ToBuilder();
        foreach (var name in annotations.Names())
        {
            map.Add(name, annotations.Text(name));
        }

        return map.Count == 0 ? AnnotationMap.Empty : map.ToImmutable();
    }

    /// <summary>Fails unless <c>schemaVersion</c> is 2.</summary>
    public static void RequireSchemaVersion(JsonObject json)
    {
        if (json.WholeNumber("schemaVersion") is not 2 and var version)
        {
            throw json.Fault("schemaVersion", $"expected 2, got {version}");
        }
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "...";

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
