using Migrator.Cloud.Api;

namespace Migrator.Cloud.Login;

/// <summary>Logs in by a personal token.</summary>
public static class TokenLogin
{
    /// <summary>Tries a token, and makes a login of it when the cloud takes it.</summary>
    /// <param name="url">The cloud's address.</param>
    /// <param name="token">The token.</param>
    /// <param name="handler">Sends the request; see <see cref="CloudOptions.Handler"/>.</param>
    /// <param name="isInsecure">Whether the login is to take any TLS certificate, from now on.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The login, which nobody has stored yet. It has no end that is known.</returns>
    /// <exception cref="CloudException">The cloud does not take the token, or cannot be asked.</exception>
    public static async Task<CloudLogin> RunAsync(
        Uri url, string token, HttpMessageHandler handler, bool isInsecure, CancellationToken cancellationToken)
    {
        using var cloud = new CloudClient(new CloudOptions
        {
            Url = url,
            Handler = handler,
            Tokens = (refused, _) => new(refused is null ? token : null),
        });
        await cloud.Apps.CheckLoginAsync(cancellationToken).ConfigureAwait(false);
        return new CloudLogin(url, token) { IsInsecure = isInsecure };
    }
}
