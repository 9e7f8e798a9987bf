using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin.Hosts;
using Migrator.Oci.References;

namespace Migrator.Conversion;

/// <summary>How bindle names and versions become repositories and tags (spec/spin-oci.md 4.5 and 6).</summary>
/// <remarks>
/// Tags are exactly invertible: <c>+</c>, the one character of SemVer that a tag may not have, becomes <c>_</c>, which
/// SemVer does not have. Repositories are not: capitals and odd characters are folded, so two names may share one;
/// <see cref="FindCollisions"/> tells.
/// </remarks>
public static partial class TargetNaming
{
    /// <summary>The tag of a version; it comes from the full version, whatever the app itself says.</summary>
    /// <param name="version">The bindle's version.</param>
    /// <returns>1 to 128 characters of <c>[A-Za-z0-9_.-]</c>.</returns>
    /// <exception cref="FormatException">The version is longer than the 128 characters that a tag may have.</exception>
    public static string TagFor(BindleVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.Text.Length <= TargetReference.MaxTagLength
            ? version.Text.Replace('+', '_')
            : throw new FormatException(
                $"The version '{version.Text}' has {version.Text.Length} characters, and a tag at most "
                + $"{TargetReference.MaxTagLength}. Give a tag.");
    }

    /// <summary>The version of a tag that <see cref="TagFor"/> made.</summary>
    /// <param name="tag">The tag.</param>
    /// <returns>The bindle's full version.</returns>
    /// <exception cref="FormatException">No version has this tag.</exception>
    public static BindleVersion VersionOf(string tag) =>
        TryVersionOf(tag, out var version)
            ? version
            : throw new FormatException(
                $"{MessageText.Quote(tag)} is not the tag of a bindle's version; expected one such as 1.2.3 or "
                + "1.2.3-rc.1_build.");

    /// <summary>The version of a tag, if <see cref="TagFor"/> can have made it.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="version">The bindle's full version.</param>
    /// <returns>Whether some version has this tag.</returns>
    public static bool TryVersionOf([NotNullWhen(true)] string? tag, [NotNullWhen(true)] out BindleVersion? version)
    {
        version = null;
        return tag is { Length: <= TargetReference.MaxTagLength }
            && !tag.Contains('+', StringComparison.Ordinal)
            && BindleVersion.TryParse(tag.Replace('_', '+'), out version);
    }

    /// <summary>The repository of a bindle's name.</summary>
    /// <param name="name">The name; <c>/</c> in it stays and makes a path.</param>
    /// <returns>
    /// At most 255 characters in the grammar of OCI repositories: ASCII letters small, blanks gone, <c>. _ -</c>
    /// trimmed from both ends of every part, parts with other scripts in Punycode, other characters <c>-</c>.
    /// </returns>
    /// <exception cref="FormatException">Nothing is left of the name, or it is too long.</exception>
    public static string RepositoryFor(string name) =>
        TryRepositoryFor(name, out var repository)
            ? repository
            : throw new FormatException(
                $"The name {MessageText.Quote(name)} gives no repository; it needs a letter or digit and at most "
                + $"{TargetReference.MaxRepositoryLength} characters. Name the repository yourself.");

    /// <summary>The repository of a bindle's name, if it gives one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="repository">The repository, as <see cref="RepositoryFor"/> says.</param>
    /// <returns>Whether the name gives a repository.</returns>
    public static bool TryRepositoryFor(string name, [NotNullWhen(true)] out string? repository)
    {
        ArgumentNullException.ThrowIfNull(name);
        string?[] parts = [.. name.Split('/').Select(PartFor)];
        repository = parts.Contains(null) ? "" : string.Join('/', parts.Where(part => part!.Length > 0));
        return repository.Length is > 0 and <= TargetReference.MaxRepositoryLength;
    }

    /// <summary>Finds bindles of different names that would share a repository.</summary>
    /// <param name="bindles">The bindles that are to be migrated, in any order.</param>
    /// <returns>One entry a shared repository, in ordinal order; names that give none are left out.</returns>
    public static ImmutableArray<NamingCollision> FindCollisions(IEnumerable<BindleId> bindles) =>
    [
        .. bindles
            .Distinct()
            .Select(id => (Id: id, Repository: TryRepositoryFor(id.Name, out var repository) ? repository : null))
            .Where(entry => entry.Repository is not null)
            .GroupBy(entry => entry.Repository!, entry => entry.Id, StringComparer.Ordinal)
            .Where(group => group.Select(id => id.Name).Distinct(StringComparer.Ordinal).Skip(1).Any())
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => CollisionOf(group.Key, [.. group])),
    ];

    private static NamingCollision CollisionOf(string repository, BindleId[] bindles) => new(
        repository,
        [.. bindles.Select(id => id.Name).Distinct(StringComparer.Ordinal).Order(TextMap.ByUtf8)],
        [
            .. bindles
                .GroupBy(id => id.Version)
                .Where(group => group.Skip(1).Any())
                .Select(group => group.Key)
                .Order(),
        ]);

    // Null when it is too long to be encoded, and so for a repository.
    private static string? PartFor(string part)
    {
        var plain = string.Concat(part.Where(letter => letter != ' ').Select(Fold));
        if (plain.Length > Punycode.MaxLabelLength)
        {
            return null;
        }

        var ascii = Ascii.IsValid(plain) ? plain : "xn--" + Punycode.Encode(plain);
        return Separators().Replace(ascii, run => IsSeparator(run.ValueSpan) ? run.Value : "-").Trim('.', '_', '-');
    }

    private static char Fold(char letter) =>
        char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter)
        : !char.IsAscii(letter) || char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter
        : '-';

    // What the grammar allows between two letters or digits.
    private static bool IsSeparator(ReadOnlySpan<char> run) => run is "." or "_" or "__" || !run.ContainsAnyExcept('-');

    [GeneratedRegex("[._-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Separators();
}
