using System.Collections.Immutable;

namespace Migrator.Oci.Auth;

/// <summary>What a token may do with a repository (distribution token spec, scope).</summary>
/// <param name="Repository">The repository.</param>
/// <param name="CanPush">Whether it may push; it may always pull.</param>
internal readonly record struct TokenScope(string Repository, bool CanPush)
{
    /// <summary>Reads the scopes of a challenge that are a repository's.</summary>
    public static ImmutableArray<TokenScope> ReadAll(string? text) =>
        text is null ? [] : [.. text.Split(' ').Select(ReadOrNull).OfType<TokenScope>()];

    /// <summary>Whether a token with this scope does for another.</summary>
    public bool Covers(TokenScope other) =>
        string.Equals(Repository, other.Repository, StringComparison.Ordinal) && (CanPush || !other.CanPush);

    /// <summary>The scope as token servers read it.</summary>
    public override string ToString() => $"repository:{Repository}:{(CanPush ? "pull,push" : "pull")}";

    private static TokenScope? ReadOrNull(string text)
    {
        var first = text.IndexOf(':', StringComparison.Ordinal);
        var last = text.LastIndexOf(':');
        return first > 0 && last > first && text[..first] == "repository"
            ? new TokenScope(text[(first + 1)..last], text[(last + 1)..].Contains("push", StringComparison.Ordinal))
            : null;
    }
}
