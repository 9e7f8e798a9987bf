using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Login;

/// <summary>
/// A login, as the plugin's file holds it (spec/cloud-deploy.md 6.1). The text of this record shows no token.
/// </summary>
/// <param name="Url">The cloud's address.</param>
/// <param name="Token">The token that requests carry.</param>
public sealed record CloudLogin(Uri Url, string Token)
{
    /// <summary>How long before its end a token is renewed.</summary>
    public static readonly TimeSpan RenewalMargin = TimeSpan.FromMinutes(5);

    /// <summary>What gets a new token; null for a personal token.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>When the token ends, as the cloud wrote it; null for a personal token, which is withdrawn.</summary>
    public string? Expiration { get; init; }

    /// <summary>Whether any TLS certificate of the cloud will do (<c>danger_accept_invalid_certs</c>).</summary>
    public bool IsInsecure { get; init; }

    /// <summary>The Bindle server of a self-hosted platform, which cannot run OCI; null for a cloud.</summary>
    public string? BindleUrl { get; init; }

    /// <summary>What else the file holds; it is kept.</summary>
    internal ImmutableSortedDictionary<string, JsonElement> Others { get; init; } =
        ImmutableSortedDictionary<string, JsonElement>.Empty;

    /// <summary>When the token ends; null when it does not say, or not in a form that is known.</summary>
    /// <returns>The instant.</returns>
    public DateTimeOffset? ExpiresAt() =>
        DateTimeOffset.TryParse(
            Expiration, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;

    /// <summary>Whether the token has ended, or ends so soon that it is renewed first.</summary>
    /// <param name="now">The instant that is asked about.</param>
    /// <returns>Whether it is to be renewed.</returns>
    public bool IsDue(DateTimeOffset now) => ExpiresAt() is { } end && end - now < RenewalMargin;

    /// <summary>The login with new tokens.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <returns>The login; a refresh token that did not come anew is kept.</returns>
    public CloudLogin With(TokenInfo tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return this with
        {
            Token = tokens.Token,
            RefreshToken = tokens.RefreshToken ?? RefreshToken,
            Expiration = tokens.Expiration,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"login at {Url} until {Expiration ?? "it is withdrawn"}";
}
