namespace Migrator.Bindle.Sources.Server.Secrets;

/// <summary>
/// A text as it stands, or as it reads once its escapes are read; knows where each character came from.
/// </summary>
internal sealed class SpelledText
{
    // An escape may be escaped itself, as where one document stands in another.
    private const int MaxDepth = 3;
    private readonly ReadOnlyMemory<char> _characters;

    // Where each character begins in the text as it stands, and its end; null for the text as it stands.
    private readonly int[]? _starts;

    private SpelledText(ReadOnlyMemory<char> characters, int[]? starts, int depth)
    {
        _characters = characters;
        _starts = starts;
        Depth = depth;
    }

    /// <summary>How often escapes were read.</summary>
    public int Depth { get; }

    /// <summary>The characters.</summary>
    public ReadOnlySpan<char> Characters => _characters.Span;

    /// <summary>The text as it stands, and as it reads once, twice and thrice, as long as that makes another.</summary>
    public static IEnumerable<SpelledText> ReadingsOf(string text)
    {
        for (var reading = new SpelledText(text.AsMemory(), starts: null, depth: 0); reading is not null;)
        {
            yield return reading;
            reading = reading.Depth < MaxDepth ? reading.ReadOrNull() : null;
        }
    }

    /// <summary>Where characters of this reading stand in the text.</summary>
    public (int Start, int End) PlaceOf(int start, int length) => _starts is null
        ? (start, start + length)
        : (_starts[start], _starts[start + length]);

    private SpelledText? ReadOrNull()
    {
        var source = Characters;
        if (!source.ContainsAny(EscapeSequence.Signs))
        {
            return null;
        }

        var characters = new char[source.Length];
        var starts = new int[source.Length + 1];
        var count = 0;
        for (var at = 0; at < source.Length;)
        {
            // What an escape stands for is never longer than itself.
            var length = EscapeSequence.Read(source[at..], characters.AsSpan(count), out var written);
            if (length == 0)
            {
                (characters[count], length, written) = (source[at], 1, 1);
            }

            starts.AsSpan(count, written).Fill(PlaceOf(at, 0).Start);
            (count, at) = (count + written, at + length);
        }

        starts[count] = PlaceOf(source.Length, 0).Start;
        return count == source.Length ? null : new SpelledText(characters.AsMemory(0, count), starts, Depth + 1);
    }
}
