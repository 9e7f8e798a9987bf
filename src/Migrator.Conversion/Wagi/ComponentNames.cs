using System.Globalization;
using System.Text;

namespace Migrator.Conversion.Wagi;

/// <summary>
/// Makes component ids out of the names of modules: kebab case, as Spin 2 and 3 want them, each once.
/// </summary>
internal sealed class ComponentNames
{
    private const string NoName = "module";
    private const int MaxLength = 64;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _next = new(StringComparer.Ordinal);

    /// <summary>The id of the next handler.</summary>
    /// <param name="module">The name of its module, such as <c>target/release/hello_world.wasm</c>.</param>
    /// <returns>An id, such as <c>hello-world</c>; with a number when the module was there before.</returns>
    public string Next(string module)
    {
        var stem = StemOf(module);
        var id = stem;
        while (!_taken.Add(id))
        {
            var number = _next.GetValueOrDefault(stem, 1) + 1;
            _next[stem] = number;
            id = string.Create(CultureInfo.InvariantCulture, $"{stem}-r{number}");
        }

        return id;
    }

    // Words of letters and digits; each begins with a letter.
    private static string StemOf(string module)
    {
        var file = module[(module.LastIndexOfAny(['/', '\\']) + 1)..];
        var name = file.EndsWith(".wasm", StringComparison.OrdinalIgnoreCase) ? file[..^".wasm".Length] : file;
        var words = new StringBuilder();
        foreach (var letter in name)
        {
            var isWord = char.IsAsciiLetterOrDigit(letter);
            var startsWord = words.Length == 0 || words[^1] == '-';
            if (isWord && startsWord && char.IsAsciiDigit(letter))
            {
                words.Append('n');
            }

            if (isWord)
            {
                words.Append(char.ToLowerInvariant(letter));
            }
            else if (!startsWord)
            {
                words.Append('-');
            }
        }

        var stem = words.ToString(0, Math.Min(words.Length, MaxLength)).Trim('-');
        return stem.Length == 0 ? NoName : stem;
    }
}
