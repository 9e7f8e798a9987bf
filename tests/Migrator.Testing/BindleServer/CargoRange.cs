using System.Text.RegularExpressions;
using Semver;

namespace Migrator.Testing.BindleServer;

/// <summary>Matches a version as the server's search does (spec/bindle.md 3.3).</summary>
internal static partial class CargoRange
{
    /// <summary>Empty matches all; a plain version matches itself; a range as Cargo has it; else nothing.</summary>
    public static bool Matches(string requirement, string version)
    {
        if (requirement.Length == 0)
        {
            return true;
        }

        if (SemVersion.TryParse(requirement, SemVersionStyles.Strict, out _))
        {
            return requirement == version;
        }

        var comparators = requirement.Split(',').Select(part => Comparator().Match(part)).ToList();
        var given = SemVersion.Parse(version, SemVersionStyles.Strict);
        return comparators.TrueForAll(match => match.Success)
            && comparators.TrueForAll(match => Fits(match, given))
            && (!given.IsPrerelease || comparators.Exists(match => IsOfSameRelease(match, given)));
    }

    private static bool Fits(Match match, SemVersion given)
    {
        if (match.Groups["major"].Value is "*" or "x" or "X")
        {
            return match.Groups["op"].Value.Length == 0;
        }

        var (low, high) = Bounds(match);
        var order = given.ComparePrecedenceTo(low);
        return match.Groups["op"].Value switch
        {
            ">" => high is null ? order > 0 : given.ComparePrecedenceTo(high) >= 0,
            ">=" => order >= 0,
            "<" => order < 0,
            "<=" => high is null ? order <= 0 : given.ComparePrecedenceTo(high) < 0,
            "=" => high is null ? order == 0 : order >= 0 && given.ComparePrecedenceTo(high) < 0,
            "~" => order >= 0 && Before(given, Tilde(match)),
            _ when HasStar(match) => order >= 0 && given.ComparePrecedenceTo(high!) < 0,
            _ => order >= 0 && Before(given, Caret(match)),
        };
    }

    // The lowest version meant, and the first beyond it when parts are left out.
    private static (SemVersion Low, SemVersion? High) Bounds(Match match)
    {
        var (major, minor, patch) = Parts(match);
        var low = SemVersion.Parse(
            $"{major}.{minor ?? 0}.{patch ?? 0}{match.Groups["pre"].Value}", SemVersionStyles.Strict);
        return (low, minor is null ? Release(major + 1, 0, 0)
            : patch is null ? Release(major, minor.Value + 1, 0)
            : null);
    }

    private static SemVersion Tilde(Match match)
    {
        var (major, minor, _) = Parts(match);
        return minor is null ? Release(major + 1, 0, 0) : Release(major, minor.Value + 1, 0);
    }

    private static SemVersion Caret(Match match) => Parts(match) switch
    {
        (> 0, _, _) or (0, null, _) => Release(Parts(match).Major + 1, 0, 0),
        (0, > 0, _) or (0, 0, null) => Release(0, Parts(match).Minor!.Value + 1, 0),
        _ => Release(0, 0, Parts(match).Patch!.Value + 1),
    };

    private static bool Before(SemVersion given, SemVersion limit) =>
        given.WithoutPrereleaseOrMetadata().ComparePrecedenceTo(limit) < 0;

    private static bool IsOfSameRelease(Match match, SemVersion given) =>
        match.Groups["pre"].Value.Length > 0
        && Bounds(match).Low.WithoutPrereleaseOrMetadata().Equals(given.WithoutPrereleaseOrMetadata());

    private static (int Major, int? Minor, int? Patch) Parts(Match match) =>
        (int.Parse(match.Groups["major"].Value), Part(match, "minor"), Part(match, "patch"));

    private static int? Part(Match match, string name) =>
        int.TryParse(match.Groups[name].Value, out var number) ? number : null;

    private static bool HasStar(Match match) =>
        match.Groups["minor"].Value is "*" or "x" or "X" || match.Groups["patch"].Value is "*" or "x" or "X";

    private static SemVersion Release(int major, int minor, int patch) => new(major, minor, patch);

    [GeneratedRegex(
        """
        ^[ ]*(?<op>>=|<=|>|<|=|~|\^)?[ ]*
        (?<major>0|[1-9][0-9]*|\*|x|X)
        (\.(?<minor>0|[1-9][0-9]*|\*|x|X)
        (\.(?<patch>0|[1-9][0-9]*|\*|x|X)(?<pre>-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?)?)?
        [ ]*$
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Comparator();
}
