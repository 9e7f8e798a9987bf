using System.Globalization;
using System.Text;

namespace Migrator.Conversion.Spin.Hosts;

/// <summary>Punycode (RFC 3492), which the platform offers only together with its culture data.</summary>
internal static class Punycode
{
    /// <summary>
    /// The longest label that is encoded, in UTF-16 units. Sums stay far from an overflow, and Rust's <c>idna</c>
    /// refuses longer ones too; DNS takes 63.
    /// </summary>
    public const int MaxLabelLength = 1000;

    private const int Base = 36;
    private const int TMin = 1;
    private const int TMax = 26;
    private const int Skew = 38;
    private const int Damp = 700;
    private const int InitialBias = 72;
    private const int FirstNonAscii = 0x80;

    /// <summary>Encodes one label.</summary>
    /// <param name="label">A text without lone surrogates, of at most <see cref="MaxLabelLength"/>.</param>
    /// <returns>The ASCII form, without the prefix <c>xn--</c>.</returns>
    public static string Encode(string label)
    {
        int[] points = [.. label.EnumerateRunes().Select(rune => rune.Value)];
        var result = new StringBuilder();
        result.Append([.. points.Where(point => point < FirstNonAscii).Select(point => (char)point)]);
        var basic = result.Length;
        var handled = basic;
        if (basic > 0)
        {
            result.Append('-');
        }

        var (code, delta, bias) = (FirstNonAscii, 0, InitialBias);
        while (handled < points.Length)
        {
            var next = points.Where(point => point >= code).Min();
            delta = checked(delta + ((next - code) * (handled + 1)));
            code = next;
            foreach (var point in points)
            {
                delta += point < code ? 1 : 0;
                if (point == code)
                {
                    AppendNumber(result, delta, bias);
                    bias = Adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }

            delta++;
            code++;
        }

        return result.ToString();
    }

    /// <summary>Decodes one label.</summary>
    /// <param name="text">The ASCII form, without the prefix <c>xn--</c>.</param>
    /// <returns>The label; null when the text is no Punycode.</returns>
    public static string? Decode(string text)
    {
        var dash = text.LastIndexOf('-');
        List<int> points = dash > 0 ? [.. text[..dash].Select(letter => (int)letter)] : [];
        var at = dash > 0 ? dash + 1 : 0;
        var (code, index, bias) = (FirstNonAscii, 0L, InitialBias);
        while (at < text.Length)
        {
            if (ReadNumber(text, ref at, bias) is not { } delta)
            {
                return null;
            }

            index += delta;
            var count = points.Count + 1;
            bias = Adapt((int)delta, count, points.Count == Math.Max(dash, 0));
            code = (int)Math.Min(code + (index / count), int.MaxValue);
            if (!Rune.IsValid(code))
            {
                return null;
            }

            points.Insert((int)(index % count), code);
            index = (index % count) + 1;
        }

        return string.Concat(points.Select(point => new Rune(point).ToString()));
    }

    private static void AppendNumber(StringBuilder result, int number, int bias)
    {
        for (var k = Base; ; k += Base)
        {
            var threshold = Math.Clamp(k - bias, TMin, TMax);
            if (number < threshold)
            {
                result.Append(Digit(number));
                return;
            }

            result.Append(Digit(threshold + ((number - threshold) % (Base - threshold))));
            number = (number - threshold) / (Base - threshold);
        }
    }

    private static long? ReadNumber(string text, ref int at, int bias)
    {
        var (number, weight) = (0L, 1L);
        for (var k = Base; at < text.Length; k += Base)
        {
            var digit = ValueOf(text[at++]);
            number += digit * weight;
            if (digit < 0 || number > int.MaxValue)
            {
                return null;
            }

            var threshold = Math.Clamp(k - bias, TMin, TMax);
            if (digit < threshold)
            {
                return number;
            }

            weight *= Base - threshold;
        }

        return null;
    }

    private static int Adapt(int delta, int count, bool first)
    {
        delta /= first ? Damp : 2;
        delta += delta / count;
        var k = 0;
        for (; delta > (Base - TMin) * TMax / 2; k += Base)
        {
            delta /= Base - TMin;
        }

        return k + ((Base - TMin + 1) * delta / (delta + Skew));
    }

    private static char Digit(int value) => (char)(value < 26 ? 'a' + value : '0' + value - 26);

    private static int ValueOf(char digit) =>
        char.IsAsciiDigit(digit) ? digit - '0' + 26
        : char.IsAsciiLetter(digit) ? char.ToLower(digit, CultureInfo.InvariantCulture) - 'a'
        : -1;
}
