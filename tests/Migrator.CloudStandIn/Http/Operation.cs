namespace Migrator.StandIn.Http;

/// <summary>An operation of the API, as the OpenAPI document names it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Template">The path with its parameters: <c>/api/apps/{id}</c>.</param>
/// <param name="Serve">Does it.</param>
internal sealed record Operation(string Method, string Template, Func<ApiCall, Answer> Serve)
{
    /// <summary>Whether it needs no token.</summary>
    internal bool IsOpen { get; init; }

    /// <summary>Whether it changes what the account owns; logins do not.</summary>
    internal bool IsWrite { get; init; } = Method is not ("GET" or "HEAD");

    /// <summary>Whether its body is bytes, not JSON.</summary>
    internal bool TakesBytes { get; init; }

    /// <summary>Whether the last parameter takes the rest of the path, slashes too.</summary>
    internal bool TakesRest { get; init; }

    /// <summary>Method and template, as faults name it.</summary>
    internal string Name => $"{Method} {Template}";
}
