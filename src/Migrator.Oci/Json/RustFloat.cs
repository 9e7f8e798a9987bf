using System.Globalization;

namespace Migrator.Oci.Json;

/// <summary>Floating-point numbers as the Rust crate ryu, and so serde_json, prints them.</summary>
internal static class RustFloat
{
    /// <summary>
    /// The shortest text that reads back as the same number; <c>null</c> when the number is not finite.
    /// </summary>
    public static string Format(double value)
    {
        if (!double.IsFinite(value))
        {
            return "null";
        }

        var sign = double.IsNegative(value) ? "-" : "";
        return value == 0 ? sign + "0.0" : sign + Place(Digits(Math.Abs(value), out var point), point);
    }

    // The shortest digits, and where the decimal point stands counted from the first of them.
    private static string Digits(double value, out int point)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var exponentAt = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var exponent = exponentAt < 0 ? 0 : int.Parse(text.AsSpan(exponentAt + 1), CultureInfo.InvariantCulture);
        var pointAt = mantissa.IndexOf('.', StringComparison.Ordinal);
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        point = (pointAt < 0 ? mantissa.Length : pointAt) + exponent - (all.Length - digits.Length);
        return digits.TrimEnd('0');
    }

    private static string Place(string digits, int point) => point switch
    {
        > 16 or <= -5 => Scientific(digits, point - 1),
        <= 0 => "0." + new string('0', -point) + digits,
        _ when point >= digits.Length => digits.PadRight(point, '0') + ".0",
        _ => digits[..point] + "." + digits[point..],
    };

    private static string Scientific(string digits, int exponent) =>
        (digits.Length == 1 ? digits : digits[..1] + "." + digits[1..])
        + "e" + exponent.ToString(CultureInfo.InvariantCulture);
}
