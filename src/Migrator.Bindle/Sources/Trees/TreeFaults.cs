using System.Collections.Immutable;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>Collects what is wrong with the sources of an application.</summary>
/// <param name="file">The name of the file that describes it, for places.</param>
internal sealed class TreeFaults(string file)
{
    private readonly List<Finding> _findings = [];

    /// <summary>Whether no bindle can be made of them.</summary>
    public bool HasErrors => _findings.Exists(finding => finding.IsError);

    public void Add(
        FindingKind kind, TomlPosition position, string subject, string message, FindingLevel? level = null) =>
        _findings.Add(kind.Of(subject, message, $"{file}:{position}", level));

    /// <summary>Adds what is wrong with the text or its tables.</summary>
    public void AddRange(IEnumerable<TomlFault> faults)
    {
        foreach (var fault in faults)
        {
            var subject = fault.Path.Length == 0 ? file : MessageText.Escape(fault.Path);
            var message = fault.Path.Length == 0 ? fault.Message : $"{subject}: {fault.Message}{HintFor(fault)}";
            Add(KindOf(fault.Kind), fault.Position, subject, message);
        }
    }

    public ImmutableArray<Finding> ToImmutable() => [.. _findings];

    private static string HintFor(TomlFault fault) => fault switch
    {
        { Kind: TomlFaultKind.UnknownKey, Path: "files" } =>
            " The first format of HIPPOFACTS had it, and no handlers; Hippo reads it no more. Write a [[handler]] "
            + "with route, name and files for each module.",
        { Kind: TomlFaultKind.UnknownKey } when fault.Path.EndsWith(".condition", StringComparison.Ordinal) =>
            " No released Hippo reads it. Keep the entries that are wanted, without it.",
        _ => "",
    };

    private static FindingKind KindOf(TomlFaultKind kind) => kind switch
    {
        TomlFaultKind.UnknownKey => TreeFindings.UnknownField,
        TomlFaultKind.MissingKey or TomlFaultKind.WrongType => TreeFindings.BadField,
        _ => TreeFindings.NotToml,
    };
}
