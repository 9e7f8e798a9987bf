using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>What the parts of the manifest reader share: where the text is from, and what was found so far.</summary>
/// <param name="File">The manifest parcel's name, for places.</param>
/// <param name="Strict">Whether doubtful cases are errors.</param>
internal sealed record ManifestScope(string File, bool Strict)
{
    /// <summary>The findings so far, in the order in which the parts were read.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>Faults of keys and types; they become findings at the end.</summary>
    public List<TomlFault> Faults { get; } = [];

    /// <summary>A place in the manifest.</summary>
    /// <param name="position">Line and column.</param>
    public string PlaceOf(TomlPosition position) => $"{File}:{position}";

    /// <summary>Records a finding.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="message">Full sentences.</param>
    /// <param name="position">Where.</param>
    public void Add(FindingKind kind, string subject, string message, TomlPosition position) =>
        Findings.Add(kind.Of(subject, message, PlaceOf(position)));

    /// <summary>Records a finding that is an error when doubtful cases are refused.</summary>
    /// <inheritdoc cref="Add"/>
    public void AddDoubt(FindingKind kind, string subject, string message, TomlPosition position) => Findings.Add(
        kind.Of(subject, message, PlaceOf(position), Strict ? FindingLevel.Error : null));
}
