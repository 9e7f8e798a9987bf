using System.Security.Cryptography;
using System.Text;

namespace Migrator.Cloud.Login;

/// <summary>What can be shown of a login: everything but its secrets.</summary>
/// <param name="Environment">The environment's name; null for the default one.</param>
/// <param name="Url">The cloud's address.</param>
/// <param name="TokenFingerprint">
/// The first eight hex digits of the token's SHA-256: enough to tell two tokens apart, and of no use to a thief.
/// </param>
/// <param name="ExpiresAt">When the token ends; null when it does not say.</param>
/// <param name="CanRenew">Whether a new token can be had without a person.</param>
/// <param name="IsExpired">Whether the token has ended.</param>
/// <param name="IsInsecure">Whether any TLS certificate of the cloud will do.</param>
/// <param name="IsSelfHosted">Whether it is a self-hosted platform, which cannot run OCI.</param>
public sealed record LoginStatus(
    string? Environment,
    Uri Url,
    string TokenFingerprint,
    DateTimeOffset? ExpiresAt,
    bool CanRenew,
    bool IsExpired,
    bool IsInsecure,
    bool IsSelfHosted)
{
    /// <summary>Tells of a login.</summary>
    /// <param name="environment">The environment's name; null for the default one.</param>
    /// <param name="login">The login.</param>
    /// <param name="now">The instant that is asked about.</param>
    /// <returns>What can be shown.</returns>
    public static LoginStatus Of(string? environment, CloudLogin login, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(login);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(login.Token));
        return new LoginStatus(
            environment,
            login.Url,
            Convert.ToHexStringLower(hash.AsSpan(0, 4)),
            login.ExpiresAt(),
            login.RefreshToken is not null,
            login.ExpiresAt() <= now,
            login.IsInsecure,
            login.BindleUrl is not null);
    }
}
