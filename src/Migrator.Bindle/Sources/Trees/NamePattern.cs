using System.Collections.Immutable;
using System.Text;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>A pattern for one part of a path, as the <c>glob</c> library of Hippo read it: <c>*</c>, <c>?</c> and sets
/// such as <c>[a-c]</c> or <c>[!x]</c>; everything else stands for itself, case included.</summary>
internal sealed class NamePattern
{
    private readonly ImmutableArray<Token> _tokens;

    private NamePattern(ImmutableArray<Token> tokens) => _tokens = tokens;

    /// <summary>The name, when the pattern has nothing to match; null otherwise.</summary>
    public string? Literal => _tokens.All(token => token.Letter is not null)
        ? string.Concat(_tokens.Select(token => token.Letter.ToString()))
        : null;

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">One part of a path; no <c>/</c>.</param>
    /// <returns>The pattern; null when a set does not end, or <c>**</c> is not the whole part.</returns>
    public static NamePattern? Parse(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        var tokens = ImmutableArray.CreateBuilder<Token>();
        for (var at = 0; at < runes.Length; at++)
        {
            var token = runes[at].Value == '[' ? ReadSet(runes, ref at) : ReadOne(runes, at);
            if (token is null)
            {
                return null;
            }

            tokens.Add(token);
        }

        return new NamePattern(tokens.DrainToImmutable());
    }

    /// <summary>Whether a name matches. Time grows with the product of both lengths at most.</summary>
    public bool Matches(string name)
    {
        var runes = name.EnumerateRunes().ToArray();
        int at = 0, token = 0, starAt = -1, starToken = -1;
        while (at < runes.Length)
        {
            if (token < _tokens.Length && _tokens[token].IsStar)
            {
                (starAt, starToken) = (at, token++);
            }
            else if (token < _tokens.Length && _tokens[token].Takes(runes[at]))
            {
                at++;
                token++;
            }
            else if (starToken >= 0)
            {
                // The last star takes one letter more.
                at = ++starAt;
                token = starToken + 1;
            }
            else
            {
                return false;
            }
        }

        return _tokens.Skip(token).All(rest => rest.IsStar);
    }

    private static Token? ReadOne(Rune[] runes, int at)
    {
        var isDouble = runes[at].Value == '*' && at + 1 < runes.Length && runes[at + 1].Value == '*';
        return isDouble ? null : runes[at].Value switch
        {
            '*' => new Token { IsStar = true },
            '?' => new Token { IsAny = true },
            _ => new Token { Letter = runes[at] },
        };
    }

    // A ] right after the opening belongs to the set.
    private static Token? ReadSet(Rune[] runes, ref int at)
    {
        var isNegated = at + 1 < runes.Length && runes[at + 1].Value == '!';
        var start = at + (isNegated ? 2 : 1);
        var end = start + 1 < runes.Length ? Array.FindIndex(runes, start + 1, rune => rune.Value == ']') : -1;
        if (end < 0)
        {
            return null;
        }

        at = end;
        return new Token { Set = RangesOf(runes.AsSpan(start, end - start)), IsNegated = isNegated };
    }

    private static ImmutableArray<(Rune First, Rune Last)> RangesOf(ReadOnlySpan<Rune> set)
    {
        var ranges = ImmutableArray.CreateBuilder<(Rune, Rune)>();
        for (var i = 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1].Value == '-';
            ranges.Add((set[i], isRange ? set[i + 2] : set[i]));
            i += isRange ? 2 : 0;
        }

        return ranges.DrainToImmutable();
    }

    private sealed record Token
    {
        public Rune? Letter { get; init; }

        public bool IsAny { get; init; }

        public bool IsStar { get; init; }

        public bool IsNegated { get; init; }

        public ImmutableArray<(Rune First, Rune Last)> Set { get; init; } = [];

        public bool Takes(Rune rune)
        {
            if (Letter is { } letter)
            {
                return letter == rune;
            }

            return IsAny
                || (!Set.IsEmpty && Set.Any(range => rune >= range.First && rune <= range.Last) != IsNegated);
        }
    }
}
