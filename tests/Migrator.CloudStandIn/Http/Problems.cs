using System.Text.Json.Nodes;

namespace Migrator.StandIn.Http;

/// <summary>Errors as the ancestor of the cloud writes them (spec/cloud-deploy.md 1.7).</summary>
internal static class Problems
{
    private const string Type = "application/problem+json; charset=utf-8";
    private const string Rfc = "https://tools.ietf.org/html/rfc7231#section-6.";

    /// <summary>400 for one field; its name keeps its capital.</summary>
    internal static Answer Invalid(string field, string message) =>
        Invalid([new(field, new JsonArray(JsonValue.Create(message)))]);

    /// <summary>400 for fields.</summary>
    internal static Answer Invalid(IEnumerable<KeyValuePair<string, JsonNode?>> errors) => Of(400, new JsonObject
    {
        ["errors"] = new JsonObject(errors),
        ["type"] = Rfc + "5.1",
        ["title"] = "One or more validation errors occurred.",
        ["status"] = 400,
    });

    /// <summary>400 of a login.</summary>
    internal static Answer LoginFailed(string detail) => Of(400, new JsonObject
    {
        ["type"] = Rfc + "5.1",
        ["title"] = "Login failed.",
        ["status"] = 400,
        ["detail"] = detail,
    });

    /// <summary>404 of something that is named.</summary>
    internal static Answer NoEntity(string entity, Guid id) => Of(404, new JsonObject
    {
        ["type"] = Rfc + "5.4",
        ["title"] = "The specified resource was not found.",
        ["status"] = 404,
        ["detail"] = $"Entity \"{entity}\" ({id}) was not found.",
    });

    /// <summary>A status and nothing more: no detail.</summary>
    internal static Answer Bare(int status, string trace) => Of(status, new JsonObject
    {
        ["type"] = status == 404 ? Rfc + "5.4" : Rfc + "5.1",
        ["title"] = TitleOf(status),
        ["status"] = status,
        ["traceId"] = trace,
    });

    /// <summary>401 of the token check: no body.</summary>
    internal static Answer Unauthorized() => new Answer(401).With("WWW-Authenticate", "Bearer");

    /// <summary>415.</summary>
    internal static Answer WrongMediaType(string trace) => Of(415, new JsonObject
    {
        ["type"] = Rfc + "5.13",
        ["title"] = TitleOf(415),
        ["status"] = 415,
        ["traceId"] = trace,
    });

    /// <summary>500 without a reason.</summary>
    internal static Answer Failed() => Of(500, new JsonObject
    {
        ["type"] = Rfc + "6.1",
        ["title"] = "An error occurred while processing your request.",
        ["status"] = 500,
    });

    /// <summary>A quota that is used up.</summary>
    internal static Answer Refused(Refusal refusal)
    {
        var answer = refusal.Title.StartsWith('<')
            ? Answer.OfText(refusal.Status, refusal.Title, "text/html; charset=utf-8")
            : Of(refusal.Status, new JsonObject { ["title"] = refusal.Title, ["status"] = refusal.Status });
        return refusal.RetryAfter is { } seconds
            ? answer.With("Retry-After", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : answer;
    }

    private static Answer Of(int status, JsonObject problem) => Answer.OfJson(status, problem, Type);

    private static string TitleOf(int status) => status switch
    {
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        415 => "Unsupported Media Type",
        _ => "Error",
    };
}
