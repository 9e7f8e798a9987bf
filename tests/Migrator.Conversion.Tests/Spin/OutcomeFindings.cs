using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>Looks for findings in an outcome; a test that fails shows all of them.</summary>
internal static class OutcomeFindings
{
    /// <summary>The only finding of a kind.</summary>
    public static Finding One(this ConversionOutcome outcome, FindingKind kind)
    {
        var found = outcome.Findings.Where(finding => finding.Kind == kind).ToArray();
        Assert.True(found.Length == 1, $"Expected one {kind.Code}, got:\n{string.Join('\n', outcome.Findings)}");
        return found[0];
    }

    /// <summary>Whether there is a finding of a kind.</summary>
    public static bool Has(this ConversionOutcome outcome, FindingKind kind) =>
        outcome.Findings.Any(finding => finding.Kind == kind);

    /// <summary>Asserts that a bindle is refused because of one finding of a kind.</summary>
    public static Finding Refusal(this ConversionOutcome outcome, FindingKind kind)
    {
        var finding = outcome.One(kind);
        Assert.True(finding.IsError);
        Assert.Null(outcome.Artifact);
        return finding;
    }

    /// <summary>Asserts that a bindle is taken with one finding of a kind.</summary>
    public static Finding Remark(this ConversionOutcome outcome, FindingKind kind)
    {
        var finding = outcome.One(kind);
        Assert.False(finding.IsError);
        Assert.True(outcome.Artifact is not null, string.Join('\n', outcome.Findings));
        return finding;
    }
}
