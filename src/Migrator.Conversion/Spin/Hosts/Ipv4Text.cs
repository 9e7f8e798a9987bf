using System.Globalization;

namespace Migrator.Conversion.Spin.Hosts;

/// <summary>
/// IPv4 addresses as URLs write them: one to four numbers, decimal, octal or hexadecimal (WHATWG URL 3.5).
/// </summary>
internal static class Ipv4Text
{
    /// <summary>Whether a host must be an IPv4 address, because its last part is a number.</summary>
    /// <param name="host">The host, lower case.</param>
    public static bool EndsInNumber(string host)
    {
        var parts = Parts(host);
        var last = parts[^1];
        return last.Length > 0 && (last.All(char.IsAsciiDigit) || IsNumber(last, out _));
    }

    /// <summary>Writes an address as four decimal numbers.</summary>
    /// <param name="host">The host, lower case.</param>
    /// <returns>The address; null when the host is none.</returns>
    public static string? Normalise(string host)
    {
        var parts = Parts(host);
        if (parts.Length > 4)
        {
            return null;
        }

        var address = 0UL;
        for (var i = 0; i < parts.Length; i++)
        {
            var bits = i < parts.Length - 1 ? 8 : 8 * (5 - parts.Length);
            if (!IsNumber(parts[i], out var number) || number >> bits != 0)
            {
                return null;
            }

            address = (address << bits) | number;
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");
    }

    private static string[] Parts(string host)
    {
        var parts = host.Split('.');
        return parts.Length > 1 && parts[^1].Length == 0 ? parts[..^1] : parts;
    }

    // A number too large for 32 bits is still a number, and makes the host an address out of range.
    private static bool IsNumber(string text, out ulong number)
    {
        number = 0;
        var (digits, radix) = text switch
        {
            ['0', 'x', .. var rest] => (rest, 16UL),
            ['0', .. { Length: > 0 } rest] => (rest, 8UL),
            _ => (text, 10UL),
        };
        foreach (var letter in digits)
        {
            var digit = char.IsAsciiHexDigit(letter) ? (ulong)Convert.ToInt32(letter.ToString(), 16) : radix;
            if (digit >= radix)
            {
                return false;
            }

            number = Math.Min((number * radix) + digit, 1UL << 40);
        }

        return text.Length > 0;
    }
}
