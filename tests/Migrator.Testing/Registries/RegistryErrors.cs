using System.Text.Json.Nodes;

namespace Migrator.Testing.Registries;

/// <summary>Error answers as registries write them.</summary>
internal static class RegistryErrors
{
    /// <summary>The form of the distribution specification.</summary>
    internal static RegistryAnswer Json(int status, string code, string message, JsonNode? detail = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (detail is not null)
        {
            error["detail"] = detail;
        }

        var body = new JsonObject { ["errors"] = new JsonArray(error) };
        return new RegistryAnswer(status).WithText("application/json; charset=utf-8", body.ToJsonString());
    }

    /// <summary>The form of a personality.</summary>
    internal static RegistryAnswer Of(RegistryPersonality personality, int status, string code, string message) =>
        personality.ErrorForm switch
        {
            ErrorForm.Json => Json(status, code, message),
            ErrorForm.Html => Html(status, message),
            ErrorForm.Text => new RegistryAnswer(status).WithText("text/plain; charset=utf-8", message + "\n"),
            _ => new RegistryAnswer(status),
        };

    /// <summary>What ECR says before the repository is made.</summary>
    internal static RegistryAnswer NoRepository(RegistryPersonality personality, string name) => Of(
        personality,
        404,
        "NAME_UNKNOWN",
        $"The repository with name '{name}' does not exist in the registry");

    /// <summary>A page for people, as proxies answer.</summary>
    internal static RegistryAnswer Html(int status, string message) =>
        new RegistryAnswer(status).WithText(
            "text/html; charset=utf-8",
            $"<!DOCTYPE html>\n<html><head><title>{status}</title></head><body><h1>{message}</h1></body></html>\n");
}
