namespace Migrator.Bindle.Sources.Archive;

/// <summary>
/// Takes an entry's name apart, refusing names that lead out of the archive (spec/bindle.md 10.5, rows 84, 85).
/// </summary>
internal static class ArchivePath
{
    /// <summary>Splits a name.</summary>
    /// <param name="name">The name as written.</param>
    /// <param name="segments">Its parts without <c>.</c> and empty ones; none for the archive's own root.</param>
    /// <returns>Why the name is refused, as the end of a sentence; null when it is not.</returns>
    public static string? Split(string name, out string[] segments)
    {
        segments = [.. name.Split('/').Where(part => part is not ("" or "."))];
        return name switch
        {
            "" => "is empty",
            _ when name[0] == '/' => "is absolute",
            _ when segments.Contains("..") => "leads upwards with '..'",
            _ when name.AsSpan().ContainsAny('\\', '\0') => "holds a backslash or a NUL",
            _ when name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0]) => "starts with a drive letter",
            _ => null,
        };
    }
}
