using System.Collections.Immutable;
using System.Net.Http.Headers;

namespace Migrator.Oci.Auth;

/// <summary>How a registry wants to be asked (RFC 9110 11.6.1): Basic, or Bearer with where tokens come from.</summary>
internal sealed record AuthChallenge
{
    /// <summary>Where tokens come from; null for Basic.</summary>
    public Uri? Realm { get; private init; }

    /// <summary>The service to name there; null when none was given.</summary>
    public string? Service { get; private init; }

    /// <summary>The scopes that the registry asks for.</summary>
    public ImmutableArray<TokenScope> Scopes { get; private init; } = [];

    /// <summary>The challenge that can be met, Bearer before Basic; null when there is none.</summary>
    public static AuthChallenge? ReadOrNull(HttpHeaderValueCollection<AuthenticationHeaderValue> headers) =>
        headers.Select(BearerOrNull).FirstOrDefault(challenge => challenge is not null)
        ?? (headers.Any(header => Is(header, "Basic")) ? new AuthChallenge() : null);

    private static bool Is(AuthenticationHeaderValue header, string scheme) =>
        string.Equals(header.Scheme, scheme, StringComparison.OrdinalIgnoreCase);

    private static AuthChallenge? BearerOrNull(AuthenticationHeaderValue header)
    {
        if (!Is(header, "Bearer"))
        {
            return null;
        }

        var parameters = Parameters(header.Parameter ?? "");
        return Uri.TryCreate(parameters.GetValueOrDefault("realm"), UriKind.Absolute, out var realm)
            ? new AuthChallenge
            {
                Realm = realm,
                Service = parameters.GetValueOrDefault("service"),
                Scopes = TokenScope.ReadAll(parameters.GetValueOrDefault("scope")),
            }
            : null;
    }

    // key=value or key="value", with backslash escapes within the quotes, and commas between.
    private static Dictionary<string, string> Parameters(string text)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = text.AsSpan();
        while (rest.IndexOf('=') is > 0 and var equals)
        {
            var name = rest[..equals].Trim(" \t,").ToString();
            rest = rest[(equals + 1)..].TrimStart();
            found.TryAdd(name, rest.StartsWith("\"") ? Quoted(ref rest) : Bare(ref rest));
        }

        return found;
    }

    private static string Bare(ref ReadOnlySpan<char> rest)
    {
        var comma = rest.IndexOf(',');
        var value = (comma < 0 ? rest : rest[..comma]).Trim().ToString();
        rest = comma < 0 ? [] : rest[(comma + 1)..];
        return value;
    }

    private static string Quoted(ref ReadOnlySpan<char> rest)
    {
        var value = new System.Text.StringBuilder();
        var at = 1;
        for (; at < rest.Length && rest[at] != '"'; at++)
        {
            at += rest[at] == '\\' && at + 1 < rest.Length ? 1 : 0;
            value.Append(rest[at]);
        }

        rest = at + 1 >= rest.Length ? [] : rest[(at + 1)..];
        return value.ToString();
    }
}
