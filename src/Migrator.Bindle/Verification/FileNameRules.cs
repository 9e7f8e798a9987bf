namespace Migrator.Bindle.Verification;

/// <summary>Which parcel names are safe as relative paths (spec/bindle.md 10.2 row 39, spec/spin-oci.md 5).</summary>
public static class FileNameRules
{
    private static readonly HashSet<string> DeviceNames = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(1, 9).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The path that readers of a name arrive at: backslashes, which Windows wrote, are turned, and empty parts and
    /// <c>.</c> are dropped.
    /// </summary>
    /// <param name="name">The name as written.</param>
    /// <returns>
    /// The path: relative, no <c>.</c> or empty part; empty when the name has nothing else. A part <c>..</c> stays.
    /// </returns>
    public static string Normalise(string name) =>
        string.Join('/', PartsOf(name).Where(part => part is not ("" or ".")));

    /// <summary>Says why a name cannot be laid out inside a folder.</summary>
    /// <param name="name">A name that is not empty.</param>
    /// <returns>The end of a sentence that starts with the name; null when the name stays in its folder.</returns>
    internal static string? FindEscape(string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            return "holds a NUL";
        }

        if (name[0] is '/' or '\\')
        {
            return "is an absolute path";
        }

        if (HasDrive(name))
        {
            return "begins with a letter and a colon, which on Windows is a drive, outside of every folder";
        }

        if (name[^1] is '/' or '\\')
        {
            return "ends with a slash, so it names no file";
        }

        return PartsOf(name).Contains("..") ? "has a part '..'" : null;
    }

    /// <summary>Whether a name begins with a drive of Windows, such as <c>C:</c>.</summary>
    /// <param name="name">The name.</param>
    internal static bool HasDrive(string name) => name.Length > 1 && char.IsAsciiLetter(name[0]) && name[1] == ':';

    /// <summary>Says why a name is not the same path on every system.</summary>
    /// <param name="name">A name that stays in its folder.</param>
    /// <returns>The end of a sentence that starts with the name; null when it is the same everywhere.</returns>
    internal static string? FindDifference(string name)
    {
        if (name.Contains('\\', StringComparison.Ordinal))
        {
            return "holds a backslash, as names made on Windows do; it is taken for '/'";
        }

        return name.Any(char.IsControl)
            ? "holds a control character"
            : PartsOf(name).Select(FindPartDifference).FirstOrDefault(difference => difference is not null);
    }

    private static string? FindPartDifference(string part)
    {
        if (part is "" or ".")
        {
            return "has a part that is empty or '.', which is dropped";
        }

        if (part[^1] is '.' or ' ')
        {
            return "has a part that ends with a dot or a space, which some systems drop";
        }

        var dot = part.IndexOf('.', StringComparison.Ordinal);
        return DeviceNames.Contains(dot < 0 ? part : part[..dot]) ? "has a part that names a device on Windows" : null;
    }

    private static string[] PartsOf(string name) => name.Split('/', '\\');
}
