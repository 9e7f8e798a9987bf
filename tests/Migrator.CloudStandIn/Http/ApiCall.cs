using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Migrator.StandIn.Http;

/// <summary>A request to an operation, taken apart.</summary>
internal sealed class ApiCall(
    HttpContext context,
    LoggedRequest request,
    IReadOnlyDictionary<string, string> values,
    DateTimeOffset now)
{
    internal DateTimeOffset Now => now;

    internal ReadOnlyMemory<byte> Bytes => request.Body;

    internal string Trace => $"00-{request.Number.ToString("x32", CultureInfo.InvariantCulture)}-0000000000000001-00";

    /// <summary>The token it came with; empty for none.</summary>
    internal string Token => Bearer.TokenOf(context.Request);

    /// <summary>Scheme, host and port it was sent to.</summary>
    internal string Root => $"{context.Request.Scheme}://{context.Request.Host.Value}";

    /// <summary>A parameter of the path.</summary>
    internal string Value(string name) => values[name];

    /// <summary>A parameter of the path that is an id.</summary>
    internal Guid Id(string name = "id") => Guid.TryParse(values[name], out var id)
        ? id
        : throw new ProblemException(Problems.Invalid(name, $"The value '{values[name]}' is not valid."));

    /// <summary>A text of the query. Names are matched as ASP.NET does, in any case.</summary>
    internal string Query(string name, string otherwise = "") =>
        context.Request.Query.TryGetValue(name, out var found) ? found.ToString() : otherwise;

    /// <summary>A number of the query.</summary>
    internal int Number(string name, int otherwise) => Query(name) switch
    {
        "" => otherwise,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            => number,
        var text => throw new ProblemException(Problems.Invalid(name, $"The value '{text}' is not valid.")),
    };

    /// <summary>A truth of the query.</summary>
    internal bool Flag(string name, bool otherwise) => Query(name) switch
    {
        "" => otherwise,
        var text when bool.TryParse(text, out var flag) => flag,
        var text => throw new ProblemException(Problems.Invalid(name, $"The value '{text}' is not valid.")),
    };

    /// <summary>The body, which must be there.</summary>
    internal Command Command() =>
        OptionalCommand() ?? throw new ProblemException(Problems.Invalid("", "A non-empty request body is required."));

    /// <summary>The body; null when it is empty.</summary>
    internal Command? OptionalCommand() => Json() switch
    {
        null => null,
        JsonObject body => new Command(body),
        _ => throw new ProblemException(Problems.Invalid("", "The body is no JSON object.")),
    };

    /// <summary>A body that is a bare JSON text.</summary>
    internal string BareText() => Json() is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0
        ? text
        : throw new ProblemException(Problems.Invalid("", "A non-empty request body is required."));

    private JsonNode? Json()
    {
        if (request.Body.IsEmpty)
        {
            return null;
        }

        if (!IsJson(context.Request.ContentType))
        {
            throw new ProblemException(Problems.WrongMediaType(Trace));
        }

        try
        {
            return JsonNode.Parse(request.Body.Span);
        }
        catch (JsonException fault)
        {
            throw new ProblemException(Problems.Invalid("$", fault.Message));
        }
    }

    private static bool IsJson(string? type)
    {
        var bare = type?.Split(';')[0].Trim() ?? "";
        return bare is "application/json" or "text/json" or "application/json-patch+json"
            || (bare.StartsWith("application/", StringComparison.Ordinal)
                && bare.EndsWith("+json", StringComparison.Ordinal));
    }
}
