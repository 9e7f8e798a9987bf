using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Migrator.Bindle.Sources.Server.Secrets;

/// <summary>
/// Secrets that somebody was shown and may send back: finds them in what comes, in any spelling that a reader of it
/// would undo, and takes them out of texts. Holds them and never shows them.
/// </summary>
/// <remarks>
/// A secret of fewer than four characters is not looked for: it would be found in every text.
/// </remarks>
internal sealed class HeldSecrets
{
    private const string Mask = "***";
    private const int Shortest = 4;

    // So much of its beginning is enough, for it may come cut off.
    private const int KnownBy = 12;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private readonly ImmutableArray<string> _secrets;
    private readonly SearchValues<string> _heads;

    private HeldSecrets(IEnumerable<string> secrets)
    {
        _secrets = [.. secrets.Where(secret => secret.Length >= Shortest).Distinct(StringComparer.Ordinal)];
        _heads = SearchValues.Create([.. _secrets.Select(HeadOf)], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Holds secrets, also as a form and the other alphabet of base64 write them.</summary>
    public static HeldSecrets Of(params IEnumerable<string?> secrets) =>
        new(secrets.OfType<string>().SelectMany(SpellingsOf));

    /// <summary>
    /// Whether a document has one of them in it by design: whole, or more than half, and so that it is no word that
    /// stands there by chance; or in a spelling that hides it.
    /// </summary>
    /// <param name="document">All of it, UTF-8.</param>
    public bool AreIn(ReadOnlySpan<byte> document)
    {
        foreach (var reading in SpelledText.ReadingsOf(Encoding.UTF8.GetString(document)))
        {
            foreach (var (at, length, secret) in Find(reading))
            {
                var (start, end) = reading.PlaceOf(at, length);
                if (end - start != length || IsTelling(secret, reading.Characters, at, length))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A text without them.</summary>
    /// <param name="text">Any text; not yet cut shorter than twelve characters of a secret, which are known.</param>
    public string Redact(string text)
    {
        var found = SpelledText.ReadingsOf(text)
            .SelectMany(reading => Find(reading).Select(seen => reading.PlaceOf(seen.At, seen.Length)))
            .Order()
            .ToList();
        if (found.Count == 0)
        {
            return text;
        }

        var redacted = new StringBuilder();
        var kept = 0;
        foreach (var (start, end) in found)
        {
            if (start >= kept)
            {
                redacted.Append(text, kept, start - kept).Append(Mask);
            }

            kept = Math.Max(kept, end);
        }

        return redacted.Append(text, kept, text.Length - kept).ToString();
    }

    private static string HeadOf(string secret) => secret[..Math.Min(secret.Length, KnownBy)];

    private static IEnumerable<string> SpellingsOf(string secret) =>
    [
        secret,
        secret.TrimEnd('='),
        secret.TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        secret.Replace(' ', '+'),
    ];

    private static bool IsTelling(string secret, ReadOnlySpan<char> text, int at, int length) =>
        length < secret.Length
            ? length > secret.Length / 2 && !IsName(secret.AsSpan(0, length))
            : length >= KnownBy || !(length < 6 || IsName(secret) || IsInDigest(text, at, length));

    // What things are named and counted by: words and numbers, and such as hang together by signs of names.
    private static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (var part in text.SplitAny("-_./ "))
        {
            if (!IsWordOrNumber(text[part]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWordOrNumber(ReadOnlySpan<char> part) =>
        All(part, char.IsAsciiDigit) || All(part, char.IsUpper)
        || (All(part[..1], char.IsLetter) && All(part[1..], char.IsLower));

    private static bool All(ReadOnlySpan<char> text, Func<char, bool> rule)
    {
        foreach (var sign in text)
        {
            if (!rule(sign))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsInDigest(ReadOnlySpan<char> text, int at, int length) =>
        !text.Slice(at, length).ContainsAnyExcept(HexDigits)
        && ((at > 0 && char.IsAsciiHexDigit(text[at - 1]))
            || (at + length < text.Length && char.IsAsciiHexDigit(text[at + length])));

    private IEnumerable<(int At, int Length, string Secret)> Find(SpelledText text)
    {
        for (var at = 0; ; at++)
        {
            var next = text.Characters[at..].IndexOfAny(_heads);
            if (next < 0)
            {
                yield break;
            }

            at += next;
            var (length, secret) = LongestAt(text.Characters[at..]);
            yield return (at, length, secret);
        }
    }

    private (int Length, string Secret) LongestAt(ReadOnlySpan<char> text)
    {
        var (length, longest) = (0, "");
        foreach (var secret in _secrets)
        {
            var same = SameLength(text, secret);
            if (same > length && same >= HeadOf(secret).Length)
            {
                (length, longest) = (same, secret);
            }
        }

        return (length, longest);
    }

    private static int SameLength(ReadOnlySpan<char> text, string secret)
    {
        var length = 0;
        while (length < text.Length && length < secret.Length
            && char.ToUpperInvariant(text[length]) == char.ToUpperInvariant(secret[length]))
        {
            length++;
        }

        return length;
    }
}
