using System.Collections.Frozen;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>
/// The media type that Hippo gave a file by the end of its name: the table of <c>mime_guess</c> 2.0.3, which it was
/// built with (spec/bindle.md 8.4).
/// </summary>
internal static class MediaTypeTable
{
    private const string Unknown = "application/octet-stream";
    private static readonly Lazy<FrozenDictionary<string, string>> Types = new(Load);

    /// <summary>The media type of a file.</summary>
    /// <param name="name">Its name or path.</param>
    public static string Of(string name)
    {
        var file = name[(name.LastIndexOf('/') + 1)..];
        var dot = file.LastIndexOf('.');

        // A name such as .gitignore has no extension.
        return dot < 1 ? Unknown : Types.Value.GetValueOrDefault(file[(dot + 1)..], Unknown);
    }

    // A line is a media type and the extensions that have it.
    private static FrozenDictionary<string, string> Load()
    {
        using var stream = typeof(MediaTypeTable).Assembly.GetManifestResourceStream("media-types.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .SelectMany(words => words.Skip(1).Select(extension => (Extension: extension, Type: words[0])))
            .ToFrozenDictionary(entry => entry.Extension, entry => entry.Type, StringComparer.OrdinalIgnoreCase);
    }
}
