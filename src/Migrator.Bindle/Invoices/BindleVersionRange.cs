using System.Diagnostics.CodeAnalysis;
using Semver;

namespace Migrator.Bindle.Invoices;

/// <summary>
/// A set of versions in npm's notation, such as <c>^1.2</c>, <c>&gt;=1.0 &lt;3</c> or <c>1.x || 2.x</c>.
/// </summary>
/// <remarks>
/// Pre-releases count like other versions of their place in the order. Build metadata does not count. Immutable.
/// </remarks>
public sealed class BindleVersionRange
{
    private const int MaxLength = 1024;
    private readonly SemVersionRange _range;

    private BindleVersionRange(SemVersionRange range, string text)
    {
        _range = range;
        Text = text;
    }

    /// <summary>The range as written.</summary>
    public string Text { get; }

    /// <summary>Reads a range.</summary>
    /// <param name="text">At most 1,024 characters.</param>
    /// <param name="range">The range, when the text is one.</param>
    /// <returns>Whether the text is a range.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out BindleVersionRange? range)
    {
        range = text is not null
            && SemVersionRange.TryParseNpm(text, includeAllPrerelease: true, out var parsed, MaxLength)
                ? new BindleVersionRange(parsed, text)
                : null;
        return range is not null;
    }

    /// <summary>Whether a version is in the range.</summary>
    /// <param name="version">The version.</param>
    /// <returns>True when it is.</returns>
    public bool Contains(BindleVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.IsIn(_range);
    }

    /// <summary>The range as written.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;
}
