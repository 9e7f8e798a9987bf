using Migrator.Shared;

namespace Migrator.Bindle.Sources.Server.Secrets;

/// <summary>
/// A text as it stands, or as it reads once its escapes are read; knows where each character came from.
/// </summary>
internal sealed class SpelledText
{
    // An escape may be escaped itself, as where one document stands in another.
    private const int MaxDepth = 3;
    private readonly ReadOnlyMemory<char> _characters;

    // Where each character begins and ends in the text as it stands; null for the text as it stands.
    private readonly (int Start, int End)[]? _places;

    private SpelledText(ReadOnlyMemory<char> characters, (int Start, int End)[]? places, int depth)
    {
        _characters = characters;
        _places = places;
        Depth = depth;
    }

    /// <summary>How often escapes were read.</summary>
    public int Depth { get; }

    /// <summary>The characters.</summary>
    public ReadOnlySpan<char> Characters => _characters.Span;

    /// <summary>The text as it stands, and as it reads once, twice and thrice, as long as that makes another.</summary>
    public static IEnumerable<SpelledText> ReadingsOf(string text)
    {
        for (var reading = new SpelledText(text.AsMemory(), places: null, depth: 0); reading is not null;)
        {
            yield return reading;
            reading = reading.Depth < MaxDepth ? reading.ReadOrNull() : null;
        }
    }

    /// <summary>Where characters of this reading stand in the text.</summary>
    /// <param name="start">The first character.</param>
    /// <param name="length">How many; at least one.</param>
    public (int Start, int End) PlaceOf(int start, int length) => _places is null
        ? (start, start + length)
        : (_places[start].Start, _places[start + length - 1].End);

    private SpelledText? ReadOrNull()
    {
        var source = Characters;
        if (!HasEscape(source))
        {
            return null;
        }

        var characters = new char[source.Length];
        var places = new (int Start, int End)[source.Length];
        var count = 0;
        for (var at = 0; at < source.Length;)
        {
            // What an escape stands for is never longer than itself.
            var length = EscapeSequence.Read(source[at..], characters.AsSpan(count), out var written);
            if (length == 0)
            {
                (characters[count], length, written) = (source[at], 1, 1);
            }

            places.AsSpan(count, written).Fill(PlaceOf(at, length));
            (count, at) = (count + written, at + length);
        }

        return new SpelledText(characters.AsMemory(0, count), places, Depth + 1);
    }

    // Most documents have none, and then nothing need be made of them.
    private static bool HasEscape(ReadOnlySpan<char> text)
    {
        Span<char> meaning = stackalloc char[2];
        for (var at = text.IndexOfAny(EscapeSequence.Signs); at >= 0; at = text.IndexOfAny(EscapeSequence.Signs))
        {
            text = text[at..];
            if (EscapeSequence.Read(text, meaning, out _) > 0)
            {
                return true;
            }

            text = text[1..];
        }

        return false;
    }
}
