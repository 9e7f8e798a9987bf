using System.Collections.Immutable;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Invoices;

/// <summary>Collects the faults of one text as findings with their place.</summary>
internal sealed class ReadingFaults(string place)
{
    private readonly List<(TomlPosition Position, Finding Finding)> _findings = [];
    private int _leftOut;
    private FindingLevel _levelOfRest;

    /// <summary>The faults of the text and of its tables; table readers add to it.</summary>
    public TomlFaultList OfToml { get; } = [];

    public void Add(
        FindingKind kind,
        TomlPosition position,
        string subject,
        string message,
        FindingLevel? level = null)
    {
        if (_findings.Count < TomlFaultList.Max)
        {
            _findings.Add((position, kind.Of(subject, message, $"{place}:{position}", level)));
        }
        else
        {
            _leftOut++;
            _levelOfRest = (FindingLevel)Math.Max((int)_levelOfRest, (int)(level ?? kind.Level));
        }
    }

    /// <summary>The findings in the order of the text, and one that tells how many more there are.</summary>
    public ImmutableArray<Finding> InOrder() =>
    [
        .. _findings.Concat(OfToml.Select(fault => (fault.Position, Convert(fault))))
            .OrderBy(entry => entry.Position.Line)
            .ThenBy(entry => entry.Position.Column)
            .Select(entry => entry.Item2),
        .. More(_leftOut + OfToml.LeftOut, OfToml.LeftOut > 0 ? FindingLevel.Error : _levelOfRest),
    ];

    private ImmutableArray<Finding> More(int count, FindingLevel level) => count == 0
        ? []
        : [ReadingFindings.More.Of("invoice", $"And {count} more faults of the text.", place, level)];

    private Finding Convert(TomlFault fault)
    {
        var subject = fault.Path.Length == 0 ? "invoice" : MessageText.Escape(fault.Path);
        return KindOf(fault.Kind).Of(subject, Describe(fault, subject), $"{place}:{fault.Position}");
    }

    private static FindingKind KindOf(TomlFaultKind kind) => kind switch
    {
        TomlFaultKind.Encoding => ReadingFindings.NotUtf8,
        TomlFaultKind.Syntax => ReadingFindings.NotToml,
        TomlFaultKind.TooDeep => ReadingFindings.TooDeep,
        TomlFaultKind.RepeatedKey => ReadingFindings.RepeatedField,
        TomlFaultKind.MissingKey => ReadingFindings.MissingField,
        TomlFaultKind.UnknownKey => ReadingFindings.UnknownField,
        TomlFaultKind.WrongType => ReadingFindings.WrongType,
        TomlFaultKind.TooLarge => ReadingFindings.TooLarge,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of TOML fault without a finding."),
    };

    private static string Describe(TomlFault fault, string subject) => fault.Kind switch
    {
        // A field's message names only the field; which of 5,000 parcels it is in, the path tells.
        TomlFaultKind.UnknownKey when fault.Path is "bindle.bindleVersion" or "bindle.yanked" =>
            $"{subject}: {fault.Message} It belongs above the first [table] of the file.",
        TomlFaultKind.MissingKey or TomlFaultKind.WrongType or TomlFaultKind.UnknownKey or TomlFaultKind.RepeatedKey =>
            $"{subject}: {fault.Message}",
        _ => fault.Message,
    };
}
