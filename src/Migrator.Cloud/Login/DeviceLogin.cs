using Migrator.Cloud.Api;
using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Login;

/// <summary>Logs in by a code that a person confirms in a browser.</summary>
/// <param name="cloud">The cloud, without a token.</param>
/// <param name="time">Times the questions.</param>
public sealed class DeviceLogin(CloudClient cloud, TimeProvider time)
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLimit = TimeSpan.FromHours(1);

    /// <summary>Logs in by a code.</summary>
    /// <param name="show">Shows the person the code and where to enter it; called once, before the wait.</param>
    /// <param name="isInsecure">Whether the login is to take any TLS certificate, from now on.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The login, which nobody has stored yet.</returns>
    /// <exception cref="LoginException">Nobody confirmed in time.</exception>
    /// <exception cref="CloudException">The login could not be begun.</exception>
    public async Task<CloudLogin> RunAsync(
        Action<DeviceCodeItem> show, bool isInsecure, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(show);
        var code = await cloud.Tokens.CreateDeviceCodeAsync(cancellationToken).ConfigureAwait(false);
        show(code);
        var interval = TimeOf(code.Interval, DefaultInterval, LongestInterval);
        var end = time.GetUtcNow() + TimeOf(code.ExpiresIn, DefaultLimit, LongestLimit);
        while (time.GetUtcNow() + interval <= end)
        {
            await Task.Delay(interval, time, cancellationToken).ConfigureAwait(false);
            if (await AskOrNullAsync(code, cancellationToken).ConfigureAwait(false) is { } tokens)
            {
                return new CloudLogin(cloud.Url, tokens.Token) { IsInsecure = isInsecure }.With(tokens);
            }
        }

        throw new LoginException(
            $"The code {code.UserCode} was not confirmed in time. Log in again: bindle2oci login.");
    }

    private static TimeSpan TimeOf(long seconds, TimeSpan usual, TimeSpan longest) => seconds <= 0 ? usual
        : seconds < longest.TotalSeconds ? TimeSpan.FromSeconds(seconds)
        : longest;

    // No status tells "not yet" from "no": both come as an error, or as an answer without a token (6.3).
    private async Task<TokenInfo?> AskOrNullAsync(DeviceCodeItem code, CancellationToken cancellationToken)
    {
        try
        {
            return await cloud.Tokens.CreateAsync(code.DeviceCode, cancellationToken).ConfigureAwait(false);
        }
        catch (CloudException)
        {
            return null;
        }
    }
}
