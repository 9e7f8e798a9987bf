using Migrator.Cloud.Api;

namespace Migrator.Cloud.Login;

/// <summary>
/// A login in use: gives its token, and renews it five minutes before its end and when the cloud refuses it.
/// </summary>
/// <remarks>Safe for use by several threads at once: one renews, the others get what came of it.</remarks>
public sealed class LoginSession : IDisposable
{
    private readonly LoginStore? _store;
    private readonly string? _environment;
    private readonly TimeProvider _time;
    private readonly CloudClient _anonymous;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<CloudClient> _guarded = [];
    private CloudLogin _login;

    /// <summary>Begins a session.</summary>
    /// <param name="login">The login.</param>
    /// <param name="handler">Sends requests; see <see cref="CloudOptions.Handler"/>. The caller disposes it.</param>
    /// <param name="time">Tells when a token ends.</param>
    /// <param name="store">Where a renewed login is kept; null to keep it in memory alone.</param>
    /// <param name="environment">The login's name there; null for the default one.</param>
    public LoginSession(
        CloudLogin login,
        HttpMessageHandler handler,
        TimeProvider time,
        LoginStore? store = null,
        string? environment = null)
    {
        ArgumentNullException.ThrowIfNull(login);
        _login = login;
        _store = store;
        _environment = environment;
        _time = time;
        _anonymous = new CloudClient(new CloudOptions { Url = login.Url, Handler = handler, Time = time });
    }

    /// <summary>
    /// Gives the token; fits <see cref="CloudTokenProvider"/>, and the cloud's registry takes it too.
    /// </summary>
    /// <param name="refused">A token that was just refused; null to get the one in use.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The token; null when the refused one is all there is.</returns>
    /// <exception cref="LoginException">The token has ended and cannot be renewed.</exception>
    /// <exception cref="CloudException">The cloud cannot be asked for a new one at the moment.</exception>
    public async ValueTask<string?> TokenOrNullAsync(string? refused, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (refused is null ? _login.IsDue(_time.GetUtcNow()) : refused == _login.Token)
            {
                TakeWhatAnotherProcessRenewed();
            }

            if (refused is null ? _login.IsDue(_time.GetUtcNow()) : refused == _login.Token)
            {
                await RenewAsync(cancellationToken).ConfigureAwait(false);
            }

            return _login.Token == refused ? null : _login.Token;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Has a client keep the secrets of this login out of what it tells, those that it is never given, too.
    /// </summary>
    /// <param name="client">The client; before its first request.</param>
    public void Guard(CloudClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        _guarded.Add(client);
        Hide(client);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _anonymous.Dispose();
        _turn.Dispose();
    }

    // A refresh token may be good for one use only; another process of the user may have had it.
    private void TakeWhatAnotherProcessRenewed()
    {
        if (_store?.ReadOrNull(_environment) is { } kept && kept.Url == _login.Url && kept.Token != _login.Token)
        {
            Take(kept);
        }
    }

    private void Take(CloudLogin login)
    {
        _login = login;
        _guarded.ForEach(Hide);
    }

    private void Hide(CloudClient client)
    {
        client.Hide(_login.Token);
        client.Hide(_login.RefreshToken ?? "");
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        if (_login.RefreshToken is not { } refreshToken)
        {
            if (_login.ExpiresAt() is { } end && end <= _time.GetUtcNow())
            {
                throw new LoginException(
                    $"The login at {_login.Url.Host} ended at {_login.Expiration}. Log in again: bindle2oci login.");
            }

            return;
        }

        try
        {
            var tokens = await _anonymous.Tokens.RefreshAsync(_login.Token, refreshToken, cancellationToken)
                .ConfigureAwait(false);
            Take(_login.With(tokens));
        }
        catch (CloudException cause) when (!cause.MayPass)
        {
            throw new LoginException(
                $"The login at {_login.Url.Host} could not be renewed: {cause.Message} "
                + "Log in again: bindle2oci login.",
                cause);
        }

        _store?.Write(_environment, _login);
    }
}
