using System.Collections.Immutable;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Signing;

/// <summary>Collects the faults of one keyring as findings with their place.</summary>
internal sealed class KeyringFaults(string place)
{
    private readonly List<(TomlPosition Position, Finding Finding)> _findings = [];

    /// <summary>The faults of the text and of its tables; table readers add to it.</summary>
    public List<TomlFault> OfToml { get; } = [];

    /// <summary>Whether the keyring cannot be trusted.</summary>
    public bool HasErrors => InOrder().Any(finding => finding.IsError);

    /// <summary>A position as findings have it.</summary>
    public string PlaceOf(TomlPosition position) => $"{place}:{position}";

    public void Add(FindingKind kind, TomlPosition position, string subject, string message) =>
        _findings.Add((position, kind.Of(subject, $"{subject}: {message}", PlaceOf(position))));

    /// <summary>The findings in the order of the text.</summary>
    public ImmutableArray<Finding> InOrder() =>
    [
        .. _findings.Concat(OfToml.Select(fault => (fault.Position, Convert(fault))))
            .OrderBy(entry => entry.Position.Line)
            .ThenBy(entry => entry.Position.Column)
            .Select(entry => entry.Item2),
    ];

    private Finding Convert(TomlFault fault)
    {
        var subject = fault.Path.Length == 0 ? "keyring" : MessageText.Escape(fault.Path);
        return KindOf(fault.Kind).Of(subject, $"{subject}: {fault.Message}", PlaceOf(fault.Position));
    }

    private static FindingKind KindOf(TomlFaultKind kind) => kind switch
    {
        TomlFaultKind.UnknownKey => SigningFindings.KeyringUnknownField,
        TomlFaultKind.MissingKey or TomlFaultKind.WrongType => SigningFindings.KeyringField,
        _ => SigningFindings.KeyringNotToml,
    };
}
