using System.Diagnostics.CodeAnalysis;
using Migrator.Oci.Model;

namespace Migrator.Oci.References;

/// <summary>
/// Names a place for OCI content: <c>oci:DIR[:TAG]</c>, <c>oci-archive:FILE[:TAG]</c> or
/// <c>HOST[:PORT]/REPOSITORY[:TAG][@DIGEST]</c>.
/// </summary>
/// <remarks>
/// In the first two, as in skopeo, the path ends at the first colon; the colon of a Windows drive letter (<c>C:\</c> or
/// <c>C:/</c>) is part of the path. Names follow the OCI distribution spec.
/// </remarks>
public abstract record TargetReference
{
    /// <summary>The longest tag (OCI distribution spec, "Pulling manifests").</summary>
    public const int MaxTagLength = 128;

    /// <summary>
    /// The longest repository that is taken; the spec warns that many clients allow 255 with the host.
    /// </summary>
    public const int MaxRepositoryLength = 255;

    private const string LayoutPrefix = "oci:";
    private const string ArchivePrefix = "oci-archive:";
    private const string Forms =
        "expected oci:DIR[:TAG], oci-archive:FILE[:TAG] or HOST[:PORT]/REPOSITORY with :TAG, @DIGEST or neither";

    private protected TargetReference()
    {
    }

    /// <summary>The tag; null when none is named.</summary>
    public string? Tag { get; init; }

    /// <summary>Reads a reference.</summary>
    /// <param name="text">One of the three forms.</param>
    /// <returns>
    /// A <see cref="LayoutReference"/>, <see cref="ArchiveReference"/> or <see cref="RegistryReference"/>.
    /// </returns>
    /// <exception cref="FormatException">
    /// The text is none of the three; the message says what is wrong with it.
    /// </exception>
    public static TargetReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, out var fault) ?? throw new FormatException($"'{text}' is no target: {fault}.");
    }

    /// <summary>Reads a reference.</summary>
    /// <param name="text">One of the three forms.</param>
    /// <param name="reference">The reference, when the text is one.</param>
    /// <returns>Whether it is.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out TargetReference? reference)
    {
        reference = text is null ? null : Read(text, out _);
        return reference is not null;
    }

    /// <summary>Whether a text can be a tag: <c>[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it can.</returns>
    public static bool IsTag(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ReferenceGrammar.IsTag(text);
    }

    private static TargetReference? Read(string text, out string fault)
    {
        if (text.Contains("://", StringComparison.Ordinal))
        {
            fault = $"a registry is named without a scheme such as https://; {Forms}";
            return null;
        }

        if (text.StartsWith(LayoutPrefix, StringComparison.Ordinal))
        {
            return ReadPath(text[LayoutPrefix.Length..], out var tag, out fault) is { } path
                ? new LayoutReference(path) { Tag = tag }
                : null;
        }

        if (text.StartsWith(ArchivePrefix, StringComparison.Ordinal))
        {
            return ReadPath(text[ArchivePrefix.Length..], out var tag, out fault) is { } path
                ? new ArchiveReference(path) { Tag = tag }
                : null;
        }

        return ReadRegistry(text, out fault);
    }

    private static string? ReadPath(string text, out string? tag, out string fault)
    {
        var isDrive = text is [>= 'a' and <= 'z' or >= 'A' and <= 'Z', ':', '\\' or '/', ..];
        var colon = text.IndexOf(':', isDrive ? 2 : 0);
        var path = colon < 0 ? text : text[..colon];
        tag = colon < 0 ? null : text[(colon + 1)..];
        fault = path switch
        {
            "" => "the path is empty",
            _ when path.Contains('\0', StringComparison.Ordinal) => "the path has a NUL character",
            _ when path.EndsWith("@sha256", StringComparison.Ordinal) && tag is not null =>
                "a layout or archive is named with a tag, not with a digest",
            _ when tag is not null && !ReferenceGrammar.IsTag(tag) => TagFault(tag),
            _ => "",
        };
        return fault.Length == 0 ? path : null;
    }

    private static RegistryReference? ReadRegistry(string text, out string fault)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0)
        {
            fault = Forms;
            return null;
        }

        var host = text[..slash];
        var rest = SplitOff(text[(slash + 1)..], '@', out var digestText);
        var repository = SplitOff(rest, ':', out var tag);
        var digest = default(Digest);
        fault = host switch
        {
            _ when !ReferenceGrammar.IsHost(host) =>
                $"'{host}' is no registry host; {ReferenceGrammar.HostRule}; {Forms}",
            _ when digestText is not null && !Digest.TryParse(digestText, out digest) =>
                $"'{digestText}' is no digest; a digest is sha256: and 64 lower-case hex digits",
            _ when tag is not null && !ReferenceGrammar.IsTag(tag) => TagFault(tag),
            _ when !ReferenceGrammar.IsRepository(repository) => RepositoryFault(repository),
            _ => "",
        };
        return fault.Length > 0
            ? null
            : new RegistryReference(host, repository) { Tag = tag, Digest = digestText is null ? null : digest };
    }

    private static string SplitOff(string text, char mark, out string? rest)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        rest = at < 0 ? null : text[(at + 1)..];
        return at < 0 ? text : text[..at];
    }

    // The '+' of a version's build is what people write.
    private static string TagFault(string tag) => $"'{tag}' is no tag; "
        + (tag.Replace('+', '_') is var plain && plain != tag && IsTag(plain) ? $"write {plain}: " : "")
        + ReferenceGrammar.TagRule;

    private static string RepositoryFault(string repository) =>
        $"'{repository}' is no repository; a repository has at most {MaxRepositoryLength} characters, "
        + "lower-case letters and digits, with '.', '_', '__', '-' or '/' between them";
}
