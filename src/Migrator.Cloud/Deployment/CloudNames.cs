using System.Text.RegularExpressions;
using Migrator.Cloud.Api;
using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Deployment;

/// <summary>Names as the cloud wants them (spec/cloud-deploy.md 2.3, 2.4).</summary>
public static partial class CloudNames
{
    /// <summary>What the storage id of an OCI application begins with.</summary>
    public const string OciScheme = "oci://";

    private const int MaxRepository = 255;
    private const int MaxTag = 128;
    private const int SuffixDigits = 8;

    /// <summary>The name that an application is deployed under: small letters, no blanks, no odd ends.</summary>
    /// <param name="name">The name in its manifest.</param>
    /// <returns>The name, as every plugin since 0.3.0 makes it; it may be empty, or still unfit.</returns>
    public static string AppNameFor(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Concat(name.Where(letter => letter != ' ').Select(Fold)).Trim('.', '_', '-');
    }

    /// <summary>
    /// The tag of a push, of its own for every content: the version, and the beginning of the artifact's digest. So
    /// the same push again is the same revision, and no push can change what an older revision means.
    /// </summary>
    /// <param name="version">The version in the manifest.</param>
    /// <param name="digest">The artifact's digest, <c>sha256:</c> and 64 hex digits.</param>
    /// <returns>At most 128 characters, such as <c>1.0.0-r80e5abb1</c>.</returns>
    /// <exception cref="FormatException">The digest is none.</exception>
    public static string TagFor(string version, string digest)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(digest);
        if (!Digest().IsMatch(digest))
        {
            throw new FormatException($"'{digest}' is not the SHA-256 digest of an artifact.");
        }

        var fit = NotOfATag().Replace(version.Trim(), "_").TrimStart('.', '-');
        var suffix = SuffixFor(digest);
        return (fit.Length == 0 ? "0" : fit[..Math.Min(fit.Length, MaxTag - suffix.Length)]) + suffix;
    }

    /// <summary>
    /// The repository of the artifacts of an application that is there. It goes by the storage id and not by the name,
    /// which may have been changed since.
    /// </summary>
    internal static string RepositoryOf(AppItem app) => app.StorageId.StartsWith(OciScheme, StringComparison.Ordinal)
        ? app.StorageId[OciScheme.Length..]
        : AppNameFor(app.StorageId);

    /// <summary>The host of a cloud's registry; it has no port, whatever the cloud's own is.</summary>
    /// <param name="cloud">The cloud's address.</param>
    /// <returns>The host.</returns>
    public static string RegistryHostFor(Uri cloud)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        return $"registry.{cloud.Host}";
    }

    /// <summary>Whether a name is one that an application of a cloud, and an OCI repository, may have.</summary>
    internal static bool IsAppName(string name) =>
        name.Length <= MaxRepository && AppName().IsMatch(name);

    /// <summary>Whether a revision can only be a bindle: a tag has no <c>+</c>.</summary>
    internal static bool IsBindleRevision(string number) => number.Contains('+', StringComparison.Ordinal);

    /// <summary>
    /// Whether a revision may be a tag of one content only. So may the version of a bindle without build info look:
    /// the registry must know the tag before that counts.
    /// </summary>
    internal static bool MayBeUniqueTag(string number) => !IsBindleRevision(number) && UniqueTag().IsMatch(number);

    /// <summary>
    /// Whether a tag is of one content only: ours, which names its digest, or of plugins 0.3.0 to 0.4.1, whose digits
    /// are chance. What looks like a release candidate (<c>1.2.0-rc2024</c>) is a version, and later plugins overwrite
    /// the tags of versions.
    /// </summary>
    /// <param name="tag">The tag.</param>
    /// <param name="digest">The digest that it leads to; null when that is not known.</param>
    internal static bool IsUniqueTag(string tag, string? digest) =>
        MayBeUniqueTag(tag) && (IsTagOf(tag, digest) || !ReleaseCandidate().IsMatch(tag));

    /// <summary>
    /// Whether a tag names a digest, as <see cref="TagFor"/> makes tags; those of plugins end with chance.
    /// </summary>
    internal static bool IsTagOf(string tag, string? digest) =>
        digest is not null && Digest().IsMatch(digest) && tag.EndsWith(SuffixFor(digest), StringComparison.Ordinal);

    /// <summary>The address of an application; null when the cloud names a host that is none.</summary>
    internal static Uri? AppUrlOrNull(CloudClient cloud, string host) =>
        Uri.TryCreate($"{cloud.Url.Scheme}://{host}/", UriKind.Absolute, out var url)
        && url is { UserInfo.Length: 0, PathAndQuery: "/", Fragment.Length: 0 }
            ? url
            : null;

    private static string SuffixFor(string digest) => $"-r{digest.AsSpan("sha256:".Length, SuffixDigits)}";

    private static char Fold(char letter) => char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter;

    [GeneratedRegex(
        @"\A[a-z0-9]+(?:(?:__?|-+)[a-z0-9]+)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AppName();

    [GeneratedRegex("-r[0-9a-f]{4,8}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex UniqueTag();

    [GeneratedRegex("-rc[0-9a-f]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex ReleaseCandidate();

    [GeneratedRegex("[^A-Za-z0-9_.-]", RegexOptions.CultureInvariant)]
    private static partial Regex NotOfATag();

    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Digest();
}
