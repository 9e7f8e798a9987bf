using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Makes the parcel names of one component paths; what it changes is told once for all of them.</summary>
/// <param name="subject">The component.</param>
/// <param name="findings">Where doubts and faults go.</param>
internal sealed class FileNames(string subject, ICollection<Finding> findings)
{
    private readonly List<string> _rewritten = [];
    private readonly List<string> _dotted = [];
    private readonly List<string> _damaged = [];
    private readonly List<string> _odd = [];

    /// <summary>The path of a name.</summary>
    /// <param name="name">The parcel's name.</param>
    /// <returns>The path; null, with a finding, when the name is none.</returns>
    public string? PathOf(string name)
    {
        var path = FileNameRules.Normalise(name);
        if (path.Length == 0)
        {
            findings.Add(ApplicationFindings.PathEmpty.Of(
                subject,
                $"The name {MessageText.Quote(name)} names no file; Spin fails to write it. Rename it in the " +
                "bindle's source."));
            return null;
        }

        Note(_rewritten, name, !string.Equals(name, path, StringComparison.Ordinal));
        Note(_dotted, name, path.Contains("..", StringComparison.Ordinal));
        Note(_damaged, name, path.Contains('\uFFFD', StringComparison.Ordinal));
        Note(_odd, name, path.Any(unit => char.IsControl(unit) || unit is ':' or '*' or '?'));
        return path;
    }

    /// <summary>Reports what was noted.</summary>
    public void Report()
    {
        Report(
            ApplicationFindings.PathNormalised,
            _rewritten,
            "The locked app has the paths that names mean, with '/' and no '.'");
        Report(
            ApplicationFindings.PathDots,
            _dotted,
            "Spin's bindle loader refused every name with two dots; these lead nowhere else and are taken");
        Report(
            ApplicationFindings.ReplacementCharacter,
            _damaged,
            "U+FFFD stands in names that whoever made the bindle could not read; the application may ask for others");
        Report(
            ApplicationFindings.OddCharacter,
            _odd,
            "Windows cannot write names with control characters, ':', '*' or '?'");
    }

    private static void Note(List<string> names, string name, bool applies)
    {
        if (applies)
        {
            names.Add(name);
        }
    }

    private void Report(FindingKind kind, List<string> names, string message)
    {
        if (names.Count > 0)
        {
            findings.Add(kind.Of(subject, $"{message}: {Losses.NameSome(names)}."));
        }
    }
}
