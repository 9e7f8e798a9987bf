namespace Migrator.Conversion.Spin;

/// <summary>
/// The path that a parcel's name becomes inside a component's mount: <c>\</c> is <c>/</c>, as Spin's push makes it;
/// empty and <c>.</c> segments vanish (spec/spin-oci.md 7, step 4).
/// </summary>
internal static class FilePath
{
    /// <summary>Makes a name a path.</summary>
    /// <param name="name">The parcel's name as the invoice has it.</param>
    /// <param name="path">The path, when there is one: relative, no <c>.</c>, <c>..</c> or empty segment.</param>
    /// <returns>Why there is no path; <see cref="FilePathFault.None"/> when there is one.</returns>
    public static FilePathFault Normalise(string name, out string path)
    {
        var text = name.Replace('\\', '/');
        var segments = text.Split('/').Where(segment => segment is not ("" or ".")).ToArray();
        path = string.Join('/', segments);
        return Fault(text, segments);
    }

    private static FilePathFault Fault(string text, string[] segments)
    {
        if (text.StartsWith('/') || HasDrive(text))
        {
            return FilePathFault.Absolute;
        }

        if (segments.Contains("..", StringComparer.Ordinal))
        {
            return FilePathFault.Traversal;
        }

        return segments.Length == 0 || text.EndsWith('/') || text.EndsWith("/.", StringComparison.Ordinal)
            ? FilePathFault.NoFileName
            : FilePathFault.None;
    }

    // C:\x is absolute where the bindle was made; c:x alone is a legal name on the hosts that run it.
    private static bool HasDrive(string text) => text.Length > 2 && char.IsAsciiLetter(text[0]) && text[1] == ':' && text[2] == '/';
}
