using System.Diagnostics.CodeAnalysis;
using Semver;

namespace Migrator.Bindle.Invoices;

/// <summary>
/// The version of a bindle: strict SemVer 2, three numbers of at most 2^64-1, without a leading <c>v</c>
/// (spec/bindle.md 3.2).
/// </summary>
/// <remarks>
/// Equality is equality of text, build metadata included: <c>1.2.3</c> and <c>1.2.3+b</c> are two bindles.
/// Order is SemVer precedence, ties broken by build metadata. Immutable and thread safe.
/// </remarks>
public sealed class BindleVersion : IEquatable<BindleVersion>, IComparable<BindleVersion>
{
    private const int MaxLength = 1024;
    private readonly SemVersion _version;

    private BindleVersion(SemVersion version, string text)
    {
        _version = version;
        Text = text;
    }

    /// <summary>The whole version as written, for example <c>1.2.0-rc.1+q0a1b2c3</c>.</summary>
    public string Text { get; }

    /// <summary>Everything before <c>+</c>: the version that the author wrote.</summary>
    public string WithoutBuild => Build.Length == 0 ? Text : Text[..^(Build.Length + 1)];

    /// <summary>The text after <c>+</c>, or an empty text.</summary>
    public string Build => _version.Metadata;

    /// <summary>Whether the version has a pre-release part.</summary>
    public bool IsPrerelease => _version.IsPrerelease;

    /// <summary>Reads a version.</summary>
    /// <param name="text">The whole text, at most 1,024 characters, no white space.</param>
    /// <param name="version">The version, when the text is one.</param>
    /// <returns>Whether the text is strict SemVer 2 with numbers up to 2^64-1.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out BindleVersion? version)
    {
        version = null;
        if (text is null || !SemVersion.TryParse(text, SemVersionStyles.Strict, out var parsed, MaxLength))
        {
            return false;
        }

        // The reference holds its numbers in 64 bits (spec 3.2); the library has no limit.
        if (parsed.Major > ulong.MaxValue || parsed.Minor > ulong.MaxValue || parsed.Patch > ulong.MaxValue)
        {
            return false;
        }

        version = new BindleVersion(parsed, text);
        return true;
    }

    /// <summary>Reads a version or fails.</summary>
    /// <param name="text">As for <see cref="TryParse"/>.</param>
    /// <returns>The version.</returns>
    /// <exception cref="FormatException">The text is not strict SemVer 2.</exception>
    public static BindleVersion Parse(string text) =>
        TryParse(text, out var version)
            ? version
            : throw new FormatException(
                $"'{text}' is not a strict semantic version; expected MAJOR.MINOR.PATCH, such as 1.2.3 or " +
                "1.2.3-rc.1+build.");

    /// <inheritdoc/>
    public int CompareTo(BindleVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = _version.CompareSortOrderTo(other._version);
        return order != 0 ? order : string.CompareOrdinal(Text, other.Text);
    }

    /// <inheritdoc/>
    public bool Equals(BindleVersion? other) =>
        other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BindleVersion);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <summary>The whole version as written.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;

    /// <summary>Whether the left version comes before the right one.</summary>
    public static bool operator <(BindleVersion? left, BindleVersion? right) => Compare(left, right) < 0;

    /// <summary>Whether the left version comes after the right one.</summary>
    public static bool operator >(BindleVersion? left, BindleVersion? right) => Compare(left, right) > 0;

    /// <summary>Whether the left version does not come after the right one.</summary>
    public static bool operator <=(BindleVersion? left, BindleVersion? right) => Compare(left, right) <= 0;

    /// <summary>Whether the left version does not come before the right one.</summary>
    public static bool operator >=(BindleVersion? left, BindleVersion? right) => Compare(left, right) >= 0;

    /// <summary>Whether both versions have the same text.</summary>
    public static bool operator ==(BindleVersion? left, BindleVersion? right) => Equals(left, right);

    /// <summary>Whether the versions differ in text.</summary>
    public static bool operator !=(BindleVersion? left, BindleVersion? right) => !Equals(left, right);

    internal bool IsIn(SemVersionRange range) => range.Contains(_version);

    private static int Compare(BindleVersion? left, BindleVersion? right) =>
        Comparer<BindleVersion>.Default.Compare(left, right);
}
