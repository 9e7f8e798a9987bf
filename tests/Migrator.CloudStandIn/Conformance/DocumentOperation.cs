using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Migrator.StandIn.Conformance;

/// <summary>One operation of the document, ready to judge requests and answers.</summary>
internal sealed class DocumentOperation
{
    private static readonly EvaluationOptions Options = new()
    {
        OutputFormat = OutputFormat.List,
        RequireFormatValidation = true,
    };

    private readonly Dictionary<string, JsonNode> _queries;
    private readonly Lazy<JsonSchema?> _request;
    private readonly Lazy<JsonSchema?> _answer;

    internal DocumentOperation(JsonObject operation, JsonObject components)
    {
        _queries = new Dictionary<string, JsonNode>(KnownErrors.QueryNames);
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            if ((string?)parameter!["in"] == "query")
            {
                _queries[(string)parameter["name"]!] = parameter["schema"]!;
            }
        }

        var body = operation["requestBody"];
        NeedsBody = body?["required"] is JsonValue needed && (bool)needed;
        MediaTypes = [.. body?["content"]?.AsObject().Select(content => content.Key) ?? []];
        _request = SchemaOf(body, components, isRequest: true);
        _answer = SchemaOf(operation["responses"]?["200"], components, isRequest: false);
    }

    /// <summary>Whether a body must be there.</summary>
    internal bool NeedsBody { get; }

    /// <summary>Media types of the body; none where no body is declared.</summary>
    internal IReadOnlyList<string> MediaTypes { get; }

    /// <summary>Whether the answer has a body.</summary>
    internal bool HasAnswer => _answer.Value is not null;

    /// <summary>What is wrong with a name and value of the query; null for nothing.</summary>
    internal string? FaultOfQuery(string name, string value)
    {
        if (!_queries.TryGetValue(name, out var schema))
        {
            return $"the query has no '{name}'";
        }

        var isRight = (string?)schema["type"] switch
        {
            "integer" => long.TryParse(value, out _),
            "boolean" => bool.TryParse(value, out _),
            "string" when (string?)schema["format"] == "uuid" => Guid.TryParse(value, out _),
            _ => true,
        };
        return isRight ? null : $"'{value}' is no value of '{name}'";
    }

    /// <summary>What is wrong with a request's body.</summary>
    internal IEnumerable<string> FaultsOfRequest(ReadOnlyMemory<byte> body) => Faults(_request.Value, body);

    /// <summary>What is wrong with an answer's body.</summary>
    internal IEnumerable<string> FaultsOfAnswer(ReadOnlyMemory<byte> body) => Faults(_answer.Value, body);

    private static Lazy<JsonSchema?> SchemaOf(JsonNode? holder, JsonObject components, bool isRequest) => new(() =>
    {
        if (holder?["content"]?["application/json"]?["schema"] is not { } schema)
        {
            return null;
        }

        var whole = new SchemaTranslation(components, isRequest).Whole(schema);
        return JsonSchema.FromText(whole.ToJsonString(), new BuildOptions { SchemaRegistry = new SchemaRegistry() });
    });

    private static IEnumerable<string> Faults(JsonSchema? schema, ReadOnlyMemory<byte> body)
    {
        if (schema is null)
        {
            return body.IsEmpty ? [] : ["there is a body, and none is declared"];
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var results = schema.Evaluate(document.RootElement, Options);
            return results.IsValid
                ? []
                : [.. from detail in results.Details ?? []
                      from error in detail.Errors ?? []
                      select $"{detail.InstanceLocation}: {error.Value}"];
        }
        catch (JsonException fault)
        {
            return [$"the body is no JSON: {fault.Message}"];
        }
    }
}
