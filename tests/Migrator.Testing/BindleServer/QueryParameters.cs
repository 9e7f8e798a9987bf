using System.Text;

namespace Migrator.Testing.BindleServer;

/// <summary>The query of a request target, as a form is read: <c>+</c> is a space, bad escapes stay.</summary>
internal static class QueryParameters
{
    /// <summary>Reads the parameters, in order, repeats kept.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(string query) =>
    [
        .. query.Split('&').Where(part => part.Length > 0).Select(part => part.Split('=', 2))
            .Select(pair => (Decode(pair[0]), pair.Length > 1 ? Decode(pair[1]) : "")),
    ];

    /// <summary>The value of one parameter under any of its names.</summary>
    /// <returns>Null when it is not there.</returns>
    /// <exception cref="FormatException">It is there twice.</exception>
    public static string? Only(IReadOnlyList<(string Name, string Value)> all, params string[] names)
    {
        var found = all.Where(pair => names.Contains(pair.Name)).ToList();
        return found.Count > 1 ? throw new FormatException(names[0]) : found.Count == 0 ? null : found[0].Value;
    }

    /// <summary>A whole number up to a limit, as Rust reads it: a plus sign and zeros may stand before it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ulong Number(string? text, ulong absent, ulong limit)
    {
        if (text is null)
        {
            return absent;
        }

        var digits = text.StartsWith('+') ? text[1..] : text;
        return digits.Length > 0 && digits.All(char.IsAsciiDigit)
            && ulong.TryParse(digits, out var number) && number <= limit
                ? number
                : throw new FormatException(text);
    }

    private static string Decode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Replace('+', ' '));
        var decoded = new List<byte>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '%' && i + 2 < bytes.Length
                && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                decoded.Add(Convert.ToByte(Encoding.ASCII.GetString(bytes, i + 1, 2), 16));
                i += 2;
            }
            else
            {
                decoded.Add(bytes[i]);
            }
        }

        return Encoding.UTF8.GetString([.. decoded]);
    }
}
