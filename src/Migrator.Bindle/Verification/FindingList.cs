using System.Collections.Immutable;

namespace Migrator.Bindle.Verification;

/// <summary>The findings of one bindle as they come in.</summary>
internal sealed class FindingList(string? place)
{
    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();

    public void Add(FindingKind kind, string subject, string message, FindingLevel? level = null) =>
        _findings.Add(kind.Of(subject, message, place, level));

    public void AddRange(ImmutableArray<Finding> findings) => _findings.AddRange(findings);

    public bool HasErrors => _findings.Any(finding => finding.IsError);

    public ImmutableArray<Finding> ToImmutable() => _findings.ToImmutable();
}
