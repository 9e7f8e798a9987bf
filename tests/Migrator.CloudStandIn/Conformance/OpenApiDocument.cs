using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Migrator.Testing;

namespace Migrator.StandIn.Conformance;

/// <summary>An OpenAPI document of the real API, read where it lies; none is part of this repository.</summary>
public sealed class OpenApiDocument
{
    private static readonly Dictionary<CloudEra, string> Files = new()
    {
        [CloudEra.C37] = "fermyon-cloud-swagger-c37c0f2-plugin-v0.3.0-20230724.json",
        [CloudEra.Head] = "fermyon-cloud-swagger-HEAD-32c546b-20240501.json",
    };

    private static readonly ConcurrentDictionary<string, OpenApiDocument> Known = new(StringComparer.Ordinal);

    private readonly Dictionary<string, DocumentOperation> _operations = new(StringComparer.Ordinal);

    private OpenApiDocument(string text)
    {
        Text = text;
        var document = JsonNode.Parse(text)!;
        var components = document["components"]?["schemas"]?.AsObject() ?? [];
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject())
            {
                _operations[$"{method.ToUpperInvariant()} {path}"] = new(operation!.AsObject(), components);
            }
        }
    }

    /// <summary>Its text.</summary>
    public string Text { get; }

    /// <summary>Its operations, as method and path.</summary>
    public IReadOnlyCollection<string> Operations => _operations.Keys;

    /// <summary>The document of an era below <c>../shared</c>; null where that is not there.</summary>
    /// <param name="era">The era.</param>
    public static OpenApiDocument? OfEra(CloudEra era)
    {
        var file = SharedData.Combine("openapi", Files[era]);
        return File.Exists(file) ? Known.GetOrAdd(file, Read) : null;
    }

    /// <summary>Reads a document.</summary>
    /// <param name="file">The file.</param>
    public static OpenApiDocument Read(string file) => new(File.ReadAllText(file));

    internal DocumentOperation? Find(string operation) => _operations.GetValueOrDefault(operation);
}
