namespace Migrator.Bindle.Sources.Server.Tokens;

/// <summary>
/// The login in a token file of the Bindle client (spec/bindle.md 5.12): gives its token, and has it renewed by its
/// issuer from a minute before its end.
/// </summary>
/// <remarks>
/// The file is rewritten whole, for its owner's eyes only, as both this and the client read it. The client renews a
/// minute after the end, by a slip. Safe for use by several threads at once: they share one renewal.
/// </remarks>
public sealed class BindleTokenLogin
{
    private const int MaxFileBytes = 1 << 20;
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly string _path;
    private readonly BindleServerConnection _connection;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private HeldToken _held;
    private Task<HeldToken>? _renewal;

    /// <summary>Takes a login into use; asks nobody yet.</summary>
    /// <param name="path">The file; read again, and rewritten, when the token is renewed.</param>
    /// <param name="bytes">What it holds now, TOML.</param>
    /// <param name="connection">
    /// How the issuer is reached. Its certificate is always checked, whatever this says of one host.
    /// </param>
    /// <param name="clock">Tells when the token ends.</param>
    /// <exception cref="FormatException">The file is none, or has no <c>id_token</c>. No value is repeated.</exception>
    public BindleTokenLogin(
        string path, ReadOnlyMemory<byte> bytes, BindleServerConnection connection, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(clock);
        _path = path;
        _connection = connection with { UncheckedHost = null };
        _clock = clock;
        _held = HeldToken.Of(TokenFile.Read(bytes));
    }

    /// <summary>What the server is to be shown now.</summary>
    /// <exception cref="BindleSourceException">The token has ended and cannot be renewed.</exception>
    internal async Task<BindleServerCredential> CurrentAsync(CancellationToken cancellationToken)
    {
        // Whoever waits may give up; the renewal goes on, for an issuer's answer that is lost ends the login.
        var token = await Begin().WaitAsync(cancellationToken).ConfigureAwait(false);
        return token.Credential;
    }

    private Task<HeldToken> Begin()
    {
        lock (_lock)
        {
            return IsDue(_held) ? _renewal ??= Task.Run(() => RenewAsync(_held)) : Task.FromResult(_held);
        }
    }

    private async Task<HeldToken> RenewAsync(HeldToken old)
    {
        try
        {
            return Take(await ReadOrAskAsync(old).ConfigureAwait(false));
        }
        catch (BindleSourceException) when (!old.HasEndedAt(_clock.GetUtcNow()))
        {
            return Take(old);
        }
        catch (BindleSourceException failure) when (failure.Failure == SourceFailure.Temporary)
        {
            Take(old);
            throw;
        }
    }

    // What is refused for good is not taken, so that nobody asks again.
    private HeldToken Take(HeldToken token)
    {
        lock (_lock)
        {
            _renewal = null;
            return _held = token;
        }
    }

    private async Task<HeldToken> ReadOrAskAsync(HeldToken old)
    {
        try
        {
            // The client, or another process of ours, may have renewed it; a refresh token can be good for one use.
            var kept = HeldToken.Of(TokenFile.Read(ReadFile()));
            return IsDue(kept) ? await AskAsync(kept).ConfigureAwait(false) : kept;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new TokenRefusal(_path, old).ForGood(
                $"the file cannot be read or rewritten: {failure.Message}", failure);
        }
    }

    private async Task<HeldToken> AskAsync(HeldToken kept)
    {
        var refusal = new TokenRefusal(_path, kept);
        using var file = OwnerFile.Beside(_path);
        using var http = new HttpMessageInvoker(BindleServerHandlers.Create(_connection));
        var issuer = new TokenIssuer(new IssuerHttp(http, _clock, refusal), refusal);
        var renewed = await issuer.RenewAsync(kept.File, kept.Claims!.Issuer).ConfigureAwait(false);
        file.Replace(renewed.Write());
        return HeldToken.Of(renewed);
    }

    private byte[] ReadFile() =>
        new FileInfo(_path).Length <= MaxFileBytes
            ? File.ReadAllBytes(_path)
            : throw new FormatException("It is too large to hold a login.");

    private bool IsDue(HeldToken token) => token.HasEndedAt(_clock.GetUtcNow() + Margin);
}
