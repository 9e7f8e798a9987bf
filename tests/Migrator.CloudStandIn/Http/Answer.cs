using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Migrator.StandIn.Http;

/// <summary>An answer before it is sent: faults change it, or put another in its place.</summary>
/// <param name="Status">The HTTP status.</param>
public sealed record Answer(int Status)
{
    // Plus signs and quotes as Newtonsoft writes them.
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Its headers but for Content-Length.</summary>
    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Its body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body as JSON, where it was made from it.</summary>
    public JsonNode? Json { get; init; }

    /// <summary>After how many bytes of the body the connection is cut; null for not at all.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Whether the request was answered already, by the registry.</summary>
    internal bool IsSent { get; init; }

    /// <summary>JSON.</summary>
    /// <param name="status">The status.</param>
    /// <param name="json">The body.</param>
    /// <param name="type">Its Content-Type.</param>
    public static Answer OfJson(int status, JsonNode json, string type = "application/json; charset=utf-8")
    {
        ArgumentNullException.ThrowIfNull(json);
        return OfText(status, json.ToJsonString(Plain), type) with { Json = json };
    }

    /// <summary>Text.</summary>
    /// <param name="status">The status.</param>
    /// <param name="text">The body.</param>
    /// <param name="type">Its Content-Type.</param>
    public static Answer OfText(int status, string text, string type) => new Answer(status)
    {
        Body = Encoding.UTF8.GetBytes(text),
    }.With("Content-Type", type);

    /// <summary>Adds a header.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public Answer With(string name, string value) => this with { Headers = Headers.Add((name, value)) };
}
