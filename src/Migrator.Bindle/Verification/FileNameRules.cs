namespace Migrator.Bindle.Verification;

/// <summary>Which parcel names are safe as relative paths on every system (spec/bindle.md 10.2 row 39).</summary>
internal static class FileNameRules
{
    private static readonly HashSet<string> DeviceNames = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(1, 9).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Says what is unsafe about a name.</summary>
    /// <param name="name">A name that is not empty.</param>
    /// <returns>The end of a sentence that starts with the name; null when the name is safe.</returns>
    public static string? FindFault(string name)
    {
        if (name.Any(char.IsControl))
        {
            return "holds a control character";
        }

        if (name.Contains('\\', StringComparison.Ordinal))
        {
            return "holds a backslash";
        }

        if (name[0] == '/' || (name.Length > 1 && char.IsAsciiLetter(name[0]) && name[1] == ':'))
        {
            return "is an absolute path";
        }

        return name.Split('/').Select(FindPartFault).FirstOrDefault(fault => fault is not null);
    }

    private static string? FindPartFault(string part)
    {
        if (part is "" or "." or "..")
        {
            return "has a part that is empty, '.' or '..'";
        }

        if (part[^1] is '.' or ' ')
        {
            return "has a part that ends with a dot or a space, which some systems drop";
        }

        var dot = part.IndexOf('.', StringComparison.Ordinal);
        return DeviceNames.Contains(dot < 0 ? part : part[..dot]) ? "has a part that names a device on Windows" : null;
    }
}
