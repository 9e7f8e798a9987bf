using System.Collections.Immutable;
using System.Net.Http.Headers;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Oci.Auth;

/// <summary>The access tokens that are good for now. Safe for use by several threads at once.</summary>
internal sealed class TokenShelf(SecretScrubber secrets, TimeProvider time)
{
    /// <summary>The most tokens that are kept.</summary>
    public const int MaxTokens = 256;

    private readonly Lock _gate = new();
    private readonly List<BearerToken> _tokens = [];

    /// <summary>The newest token that does for all of some scopes; null when there is none.</summary>
    public AuthenticationHeaderValue? FindOrNull(ImmutableArray<TokenScope> scopes)
    {
        lock (_gate)
        {
            _tokens.RemoveAll(token => !token.IsFresh(time));
            return _tokens.FindLast(token => token.Covers(scopes)) is { } found ? HeaderOf(found) : null;
        }
    }

    /// <summary>Keeps a token, in place of the oldest when there are too many.</summary>
    public AuthenticationHeaderValue Keep(BearerToken token)
    {
        secrets.Add(token.Value);
        lock (_gate)
        {
            _tokens.Add(token);
            if (_tokens.Count > MaxTokens)
            {
                _tokens.RemoveAt(0);
            }
        }

        return HeaderOf(token);
    }

    /// <summary>Forgets the token of a header; null when it was none of these.</summary>
    public BearerToken? Drop(AuthenticationHeaderValue? used)
    {
        lock (_gate)
        {
            var dropped = used is null ? null : _tokens.Find(token => token.Value == used.Parameter);
            _tokens.RemoveAll(token => token.Value == used?.Parameter);
            return dropped;
        }
    }

    private static AuthenticationHeaderValue HeaderOf(BearerToken token) => new("Bearer", token.Value);
}
