using System.Text;
using Migrator.Engine.Audit.Reading;

namespace Migrator.Engine.Audit.Expectation;

/// <summary>
/// Host names in the form that DNS knows (RFC 3492); without the mapping tables of IDNA, which hosts rarely need.
/// </summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int TMin = 1;
    private const int TMax = 26;
    private const int Skew = 38;
    private const int Damp = 700;

    // Far beyond what DNS takes, and below what would overflow.
    private const int MaxLabelLength = 1000;

    public static string ToAscii(string host) => string.Join('.', host.Split('.').Select(LabelToAscii));

    private static string LabelToAscii(string label) =>
        Ascii.IsValid(label) ? label
        : label.Length <= MaxLabelLength ? "xn--" + Encode(label)
        : throw new ArtifactFormatException(
            $"An allowed host has a label of {label.Length} letters; hosts with more than {MaxLabelLength} are none.");

    private static string Encode(string label)
    {
        var points = label.EnumerateRunes().Select(rune => rune.Value).ToArray();
        var output = new StringBuilder(string.Concat(label.Where(char.IsAscii)));
        var basic = output.Length;
        var handled = basic;
        if (basic > 0)
        {
            output.Append('-');
        }

        var (n, delta, bias) = (128, 0, 72);
        while (handled < points.Length)
        {
            var next = points.Where(point => point >= n).Min();
            delta += (next - n) * (handled + 1);
            n = next;
            foreach (var point in points)
            {
                delta += point < n ? 1 : 0;
                if (point == n)
                {
                    AppendNumber(output, delta, bias);
                    bias = Adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }

            delta++;
            n++;
        }

        return output.ToString();
    }

    private static void AppendNumber(StringBuilder output, int number, int bias)
    {
        for (var k = Base; ; k += Base)
        {
            var threshold = Math.Clamp(k - bias, TMin, TMax);
            if (number < threshold)
            {
                output.Append(DigitOf(number));
                return;
            }

            output.Append(DigitOf(threshold + ((number - threshold) % (Base - threshold))));
            number = (number - threshold) / (Base - threshold);
        }
    }

    private static int Adapt(int delta, int points, bool first)
    {
        delta = first ? delta / Damp : delta / 2;
        delta += delta / points;
        var k = 0;
        for (; delta > (Base - TMin) * TMax / 2; k += Base)
        {
            delta /= Base - TMin;
        }

        return k + ((Base - TMin + 1) * delta / (delta + Skew));
    }

    private static char DigitOf(int value) => (char)(value < 26 ? 'a' + value : '0' + value - 26);
}
