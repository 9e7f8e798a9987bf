using System.Collections.Immutable;
using System.Net.Http.Headers;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Oci.Telemetry;

namespace Migrator.Oci.Auth;

/// <summary>Keeps what lets requests into one registry: how it asks, and the tokens that are good for now.</summary>
internal sealed class Authenticator : IDisposable
{
    private readonly RegistryOptions _options;
    private readonly RegistryAddress _address;
    private readonly SecretScrubber _secrets;
    private readonly TimeProvider _time;
    private readonly TokenServer _server;
    private readonly ScopeBatch _batch = new();
    private readonly FirstRequest _first = new();
    private readonly SemaphoreSlim _asking = new(1, 1);
    private readonly TokenShelf _tokens;
    private volatile AuthChallenge? _challenge;
    private volatile string? _basic;
    private volatile RegistryCredential? _found;
    private string? _given;
    private bool _wasGivenSought;

    public Authenticator(
        RegistryAddress address, RegistryOptions options, SecretScrubber secrets, TokenServer server)
    {
        _tokens = new TokenShelf(secrets, options.Time ?? TimeProvider.System);
        _address = address;
        _options = options;
        _secrets = secrets;
        _time = options.Time ?? TimeProvider.System;
        _server = server;
    }

    /// <summary>Scopes that will be needed soon.</summary>
    public void Expect(IEnumerable<TokenScope> scopes) => _batch.Expect(scopes);

    /// <summary>Waits until a request may go; the first goes alone, until what it gets here is disposed.</summary>
    public ValueTask<IDisposable?> EnterAsync(CancellationToken cancellationToken) =>
        _first.EnterAsync(cancellationToken);

    /// <summary>The header for a request; null while the registry has not asked.</summary>
    public async ValueTask<AuthenticationHeaderValue?> HeaderOrNullAsync(
        string target, ImmutableArray<TokenScope> scopes, CancellationToken cancellationToken)
    {
        if (_basic is { } basic)
        {
            return new AuthenticationHeaderValue("Basic", basic);
        }

        if (await GivenTokenOrNullAsync(refused: null, cancellationToken).ConfigureAwait(false) is { } given)
        {
            return given;
        }

        return _challenge is not { } challenge || scopes.IsEmpty
            ? null
            : await TokenAsync(target, challenge, scopes, isRefused: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Meets a challenge, or a refusal without one; null when it cannot be met, or was met before to no avail.
    /// </summary>
    public async Task<AuthenticationHeaderValue?> AnswerOrNullAsync(
        string target,
        AuthChallenge? challenge,
        ImmutableArray<TokenScope> scopes,
        AuthenticationHeaderValue? used,
        CancellationToken cancellationToken)
    {
        if (await GivenTokenOrNullAsync(used?.Parameter, cancellationToken).ConfigureAwait(false) is { } given)
        {
            return given;
        }

        if (challenge is null)
        {
            return null;
        }

        if (challenge.Realm is null)
        {
            return await BasicOrNullAsync(used, cancellationToken).ConfigureAwait(false);
        }

        _challenge = challenge;
        var dropped = _tokens.Drop(used);
        if (dropped is not null && dropped.IsFresh(_time) && dropped.Scopes.Length > scopes.Length)
        {
            // A server that grants less than it is asked for is asked for less.
            _batch.TryHalve();
        }

        return await TokenAsync(target, challenge, Union(scopes, challenge.Scopes), used is not null, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Whether there is a shorter token to ask for than the one that was too long.</summary>
    public bool TryAskForLess(AuthenticationHeaderValue? used)
    {
        _tokens.Drop(used);
        return used is not null && _batch.TryHalve();
    }

    /// <summary>How the login that was found goes along with a request.</summary>
    public SentLogin LoginIn(RegistryRequest request, AuthenticationHeaderValue? header) => _found switch
    {
        null => SentLogin.None,
        _ when request.Operation == RegistryOperation.Token => SentLogin.AsItIs,
        _ when header is null => SentLogin.None,
        var login when header.Scheme == "Basic" || header.Parameter == login.RegistryToken => SentLogin.AsItIs,
        _ => SentLogin.ByToken,
    };

    public void Dispose()
    {
        _first.Dispose();
        _asking.Dispose();
    }

    private static ImmutableArray<TokenScope> Union(ImmutableArray<TokenScope> own, ImmutableArray<TokenScope> asked) =>
        [.. own, .. asked.Where(scope => !own.Any(known => known.Covers(scope)))];

    private async Task<AuthenticationHeaderValue?> BasicOrNullAsync(
        AuthenticationHeaderValue? used, CancellationToken cancellationToken)
    {
        var credential = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (credential is null or { Password: null })
        {
            return null;
        }

        var basic = credential.ToBasic();
        _secrets.Add(basic);
        if (basic == used?.Parameter)
        {
            return null;
        }

        _basic = basic;
        return new AuthenticationHeaderValue("Basic", basic);
    }

    // Who gives the token is asked once, and again when it was refused: it may have ended.
    private async ValueTask<AuthenticationHeaderValue?> GivenTokenOrNullAsync(
        string? refused, CancellationToken cancellationToken)
    {
        if (!_address.Profile.TakesGivenToken)
        {
            return null;
        }

        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_wasGivenSought || (refused is not null && refused == _given))
            {
                _given = (await FindAsync(cancellationToken).ConfigureAwait(false))?.RegistryToken;
                _wasGivenSought = true;
            }

            return _given is null || _given == refused ? null : new AuthenticationHeaderValue("Bearer", _given);
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task<AuthenticationHeaderValue?> TokenAsync(
        string target,
        AuthChallenge challenge,
        ImmutableArray<TokenScope> scopes,
        bool isRefused,
        CancellationToken cancellationToken)
    {
        if (_tokens.FindOrNull(scopes) is { } known)
        {
            return known;
        }

        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Two requests that were refused with one token need one new token, not two.
            return _tokens.FindOrNull(scopes) ?? _tokens.Keep(
                await AskAsync(target, challenge, scopes, isRefused, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task<BearerToken> AskAsync(
        string target,
        AuthChallenge challenge,
        ImmutableArray<TokenScope> scopes,
        bool isAlone,
        CancellationToken cancellationToken)
    {
        var credential = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (credential?.RegistryToken is { } given)
        {
            return new BearerToken(given, scopes, TimeSpan.FromDays(1), _time.GetTimestamp());
        }

        while (true)
        {
            var asked = isAlone ? scopes : _batch.Fill(scopes);
            var token = await _server.AskOrNullAsync(target, challenge, asked, credential, cancellationToken)
                .ConfigureAwait(false);
            if (token is not null)
            {
                _batch.Took(asked);
                _options.Log.TokenGiven(_address.Host, string.Join(' ', asked), token.Lifetime.TotalSeconds);
                return token;
            }

            if (isAlone || !_batch.TryHalve())
            {
                throw new RegistryException(
                    target,
                    RegistryFailure.Refused,
                    $"{_address.Host}: the token server finds the request for {string.Join(' ', scopes)} too long.");
            }
        }
    }

    private async ValueTask<RegistryCredential?> FindAsync(CancellationToken cancellationToken)
    {
        if (_options.Credentials is not { } provider)
        {
            return null;
        }

        var found = await provider.FindOrNullAsync(_address.Host, cancellationToken).ConfigureAwait(false);
        foreach (var secret in found?.Secrets ?? [])
        {
            _secrets.Add(secret);
        }

        _found = found;
        return found;
    }
}
