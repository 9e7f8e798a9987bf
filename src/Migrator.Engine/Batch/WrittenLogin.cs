using System.Text.RegularExpressions;
using Migrator.Bindle.Toml;

namespace Migrator.Engine.Batch;

/// <summary>A user, and mostly a password, that somebody wrote before a host: <c>USER:PASSWORD@HOST</c>.</summary>
internal static partial class WrittenLogin
{
    /// <summary>Whether a value is a text with one in it, or an array with such a text.</summary>
    public static bool IsIn(TomlNode? node) => node switch
    {
        TomlString text => IsIn(text.Value),
        TomlArray array => array.Items.Any(item => item is TomlString text && IsIn(text.Value)),
        _ => false,
    };

    /// <summary>Whether a part of a target has one: after an @ of a registry's reference comes a digest.</summary>
    public static bool IsInTarget(TomlNode? node) =>
        IsIn(node) || (node is TomlString text && InTarget().IsMatch(text.Value));

    private static bool IsIn(string text) => Login().IsMatch(text);

    // A password may hold anything. Not a host with its port, not the kind of a target, not a drive of Windows, and not
    // NAME:TAG before a digest.
    [GeneratedRegex(
        @"^\s*(?:[A-Za-z][A-Za-z0-9+.-]*://[^/]*@|(?:[A-Za-z][A-Za-z0-9+.-]*://)?"
        + @"(?!(?:oci|oci-archive):|[A-Za-z]:[\\/])[^/:@]*:(?!//|[0-9]+/).*@(?!sha[0-9]+:))",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Login();

    [GeneratedRegex(
        @"^(?!\s*(?:oci|oci-archive):).*@(?!sha[0-9]+:)", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex InTarget();
}
