using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Migrator.Conversion.Spin.Hosts;

/// <summary>The mapping step of UTS 46 for host names, as far as it matters for names that people write.</summary>
/// <remarks>
/// Case, full-width forms, ideographic full stops, invisible characters and accents on Latin letters are mapped. Rarer
/// compatibility characters pass unmapped: the platform's own tables are off together with its culture data.
/// </remarks>
internal static class DomainText
{
    private static readonly FrozenDictionary<(char Letter, char Mark), char> Composed = Compose(
        ('\u0300', "aàeèiìnǹoòuùwẁyỳ"),
        ('\u0301', "aácćeégǵiíkḱlĺmḿnńoópṕrŕsśuúwẃyýzź"),
        ('\u0302', "aâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷzẑ"),
        ('\u0303', "aãeẽiĩnñoõuũvṽyỹ"),
        ('\u0304', "aāeēiīoōuūyȳ"),
        ('\u0306', "aăeĕgğiĭoŏuŭ"),
        ('\u0307', "aȧbḃcċdḋeėfḟgġhḣmṁnṅoȯpṗrṙsṡtṫwẇxẋyẏzż"),
        ('\u0308', "aäeëhḧiïoötẗuüwẅxẍyÿ"),
        ('\u030a', "aåuůwẘyẙ"),
        ('\u030b', "oőuű"),
        ('\u030c', "aǎcčdďeěgǧhȟiǐjǰkǩlľnňoǒrřsštťuǔzž"),
        ('\u0327', "cçdḑeȩgģhḩkķlļnņrŗsştţ"),
        ('\u0328', "aąeęiįoǫuų"));

    /// <summary>Maps a host name.</summary>
    /// <param name="name">The name, percent-decoded.</param>
    /// <returns>The name in lower case; null when it holds a character that no host name may hold.</returns>
    public static string? Map(string name)
    {
        var mapped = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            var small = Rune.ToLowerInvariant(Narrow(rune));
            if (!small.IsAscii && IsDisallowed(small))
            {
                return null;
            }

            Append(mapped, small);
        }

        return mapped.ToString();
    }

    private static void Append(StringBuilder mapped, Rune rune)
    {
        if (IsIgnored(rune.Value))
        {
            return;
        }

        if (rune.IsBmp && mapped.Length > 0 && Composed.TryGetValue((mapped[^1], (char)rune.Value), out var composed))
        {
            mapped[^1] = composed;
            return;
        }

        mapped.Append(rune.ToString());
    }

    private static Rune Narrow(Rune rune) => rune.Value switch
    {
        0x3002 or 0xff61 => new Rune('.'),
        >= 0xff01 and <= 0xff5e => new Rune(rune.Value - 0xfee0),
        _ => rune,
    };

    // Soft hyphen, zero width space, word joiner, byte order mark, variation selectors.
    private static bool IsIgnored(int code) =>
        code is 0xad or 0x200b or 0x2060 or 0xfeff or (>= 0xfe00 and <= 0xfe0f) or (>= 0xe0100 and <= 0xe01ef);

    private static bool IsDisallowed(Rune rune) => rune.Value is 0xfffd || (Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Format => rune.Value is not (0x200c or 0x200d) && !IsIgnored(rune.Value),
        UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => true,
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator => true,
        _ => false,
    });

    private static FrozenDictionary<(char Letter, char Mark), char> Compose(params (char Mark, string Pairs)[] rows) =>
        rows.SelectMany(row => row.Pairs.Chunk(2).Select(pair => ((pair[0], row.Mark), pair[1])))
            .ToFrozenDictionary(entry => entry.Item1, entry => entry.Item2);
}
