using System.Collections.Immutable;

namespace Migrator.Oci.Auth;

/// <summary>An access token and what it is for.</summary>
/// <param name="Value">The token.</param>
/// <param name="Scopes">What was asked for.</param>
/// <param name="Lifetime">How long it is good for, from its receipt.</param>
/// <param name="ReceivedAt">The receipt, as a time stamp of the time provider.</param>
internal sealed record BearerToken(
    string Value, ImmutableArray<TokenScope> Scopes, TimeSpan Lifetime, long ReceivedAt)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether it can still be used: it is changed ahead of its end, by a quarter of its life or 30 seconds.
    /// </summary>
    public bool IsFresh(TimeProvider time)
    {
        var margin = Lifetime / 4 < Ahead ? Lifetime / 4 : Ahead;
        return time.GetElapsedTime(ReceivedAt) < Lifetime - margin;
    }

    /// <summary>Whether it does for all of some scopes.</summary>
    public bool Covers(ImmutableArray<TokenScope> needed) =>
        needed.All(need => Scopes.Any(scope => scope.Covers(need)));
}
