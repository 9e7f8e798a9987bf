using System.Text.Json;

namespace Migrator.Bindle.Sources.Server.Tokens;

/// <summary>
/// Asks the issuer of a token for a new one (RFC 6749 6), as the Bindle client does (spec/bindle.md 5.12).
/// </summary>
/// <remarks>
/// What the login holds goes to the issuer's own origin, or to the endpoint that the issuer itself names (OpenID
/// Connect Discovery 1.0, 4), over https alone. The client sends it wherever its file says.
/// </remarks>
internal sealed class TokenIssuer(IssuerHttp http, TokenRefusal refusal)
{
    /// <summary>Asks for new tokens.</summary>
    /// <param name="old">The login.</param>
    /// <param name="issuer">Who gave it, a URL.</param>
    /// <returns>The login with the new tokens in place of the old.</returns>
    /// <exception cref="BindleSourceException">It gives none.</exception>
    public async Task<TokenFile> RenewAsync(TokenFile old, string issuer)
    {
        if (old.RefreshToken is not { } refreshToken || old.ClientId is not { } clientId)
        {
            throw refusal.ForGood("the file has no refresh_token or no client_id");
        }

        var endpoint = await FindEndpointAsync(old, issuer).ConfigureAwait(false);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new FormUrlEncodedContent(
            [
                new("grant_type", "refresh_token"), new("refresh_token", refreshToken), new("client_id", clientId),
            ]),
        };
        using var answer = await http.AskAsync(request).ConfigureAwait(false);
        return Merge(old, answer.RootElement, issuer);
    }

    private async Task<Uri> FindEndpointAsync(TokenFile login, string issuer)
    {
        var home = HttpsOrNull(issuer) ?? throw refusal.ForGood("its issuer is not an https URL");
        if (login.TokenUrl is null)
        {
            return await DiscoverAsync(home, issuer).ConfigureAwait(false);
        }

        var given = HttpsOrNull(login.TokenUrl) ?? throw refusal.ForGood("its token_url is not an https URL");
        return ServerRedirect.IsSameOrigin(home, given)
            || given == await DiscoverAsync(home, issuer).ConfigureAwait(false)
                ? given
                : throw refusal.ForGood(
                    $"its token_url is at {given.Authority}, which its issuer {home.Authority} does not name");
    }

    private async Task<Uri> DiscoverAsync(Uri home, string issuer)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, issuer.TrimEnd('/') + "/.well-known/openid-configuration");
        using var answer = await http.AskAsync(request).ConfigureAwait(false);
        if (answer.RootElement.TextOrNull("issuer")?.TrimEnd('/') != issuer.TrimEnd('/'))
        {
            throw refusal.ForGood($"{home.Authority} describes another issuer than the token's");
        }

        return HttpsOrNull(answer.RootElement.TextOrNull("token_endpoint"))
            ?? throw refusal.ForGood($"{home.Authority} names no https URL where tokens are given");
    }

    private TokenFile Merge(TokenFile old, JsonElement answer, string issuer)
    {
        if (answer.TextOrNull("id_token") is not { } idToken || IdToken.ReadOrNull(idToken) is not { } claims)
        {
            throw refusal.ForGood("its issuer gave no id_token");
        }

        if (claims.Issuer != issuer)
        {
            throw refusal.ForGood("the new token is of another issuer");
        }

        // What an issuer leaves out stays as it was (RFC 6749 6); the client demands a new refresh_token.
        return new TokenFile
        {
            IdToken = idToken,
            AccessToken = answer.TextOrNull("access_token") ?? old.AccessToken,
            ExpiresIn = answer.SecondsOrNull("expires_in"),
            RefreshToken = answer.TextOrNull("refresh_token") ?? old.RefreshToken,
            Scope = answer.TextOrNull("scope") ?? old.Scope,
            Issuer = issuer,
            ClientId = old.ClientId,
            TokenUrl = old.TokenUrl,
        };
    }

    private static Uri? HttpsOrNull(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
            ? uri
            : null;
}
