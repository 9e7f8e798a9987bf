using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Migrator.StandIn.Http;
using Migrator.StandIn.Login;
using Migrator.Testing.Registries;

namespace Migrator.StandIn.Registry;

/// <summary>
/// The door of the registry: lets in tokens of the login, holds packages to their size, and takes the paths below
/// <c>/api/oci</c> for those below <c>/v2</c>. There is no token service and nothing can be pulled (1.8, 2.4).
/// </summary>
internal sealed class RegistryFront(RegistryHost registry, TokenDesk tokens, Quota packageBytes)
{
    private const string Alias = "/api/oci/";

    /// <summary>Whether a path of the API's port is the registry's.</summary>
    internal static bool Owns(PathString path) =>
        path.StartsWithSegments("/v2", StringComparison.Ordinal)
        || path.Value?.StartsWith(Alias, StringComparison.Ordinal) == true;

    internal async Task<Answer> ServeAsync(HttpContext context)
    {
        context.Request.Path = PathOf(context.Request.Path.Value ?? "");
        if (!tokens.IsGood(Bearer.TokenOf(context.Request)))
        {
            return Problems.Unauthorized();
        }

        if (IsManifest(context.Request) && await SizeOfAsync(context) > packageBytes.Limit)
        {
            return Problems.Refused(packageBytes.Refusal);
        }

        await registry.ServeAsync(context);
        return new Answer(context.Response.StatusCode) { IsSent = true };
    }

    // The document of the API writes the address of uploads without the slash at its end.
    private static string PathOf(string path)
    {
        var direct = path.StartsWith(Alias, StringComparison.Ordinal) ? "/v2/" + path[Alias.Length..] : path;
        return direct.EndsWith("/blobs/uploads", StringComparison.Ordinal) ? direct + "/" : direct;
    }

    private static bool IsManifest(HttpRequest request) =>
        request.Method == "PUT" && request.Path.Value!.Contains("/manifests/", StringComparison.Ordinal);

    // Reads the manifest and puts it back for the registry.
    private static async Task<long> SizeOfAsync(HttpContext context)
    {
        var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        bytes.Position = 0;
        context.Request.Body = bytes;
        try
        {
            using var document = JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
            return document.RootElement.TryGetProperty("layers", out var layers)
                ? layers.EnumerateArray().Sum(layer => layer.GetProperty("size").GetInt64())
                : 0;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // The registry itself says what is wrong with it.
            return 0;
        }
    }
}
