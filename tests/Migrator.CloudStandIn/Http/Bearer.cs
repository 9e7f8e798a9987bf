using Microsoft.AspNetCore.Http;

namespace Migrator.StandIn.Http;

/// <summary>The Authorization header.</summary>
internal static class Bearer
{
    private const string Scheme = "Bearer ";

    /// <summary>The token; empty for none.</summary>
    internal static string TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..] : "";
    }
}
