using System.Collections.Immutable;

namespace Migrator.Bindle.Verification;

/// <summary>The findings of one bindle as they come in.</summary>
internal sealed class FindingList(string? place)
{
    /// <summary>
    /// The most findings that are kept: who wrote the bindle must not fill the memory. Enough to name each parcel.
    /// </summary>
    public const int Max = 100_000;

    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();
    private int _added;
    private FindingLevel _levelOfRest;

    public bool HasErrors { get; private set; }

    /// <summary>Adds one, of the bindle's own place unless another is given.</summary>
    public void Add(
        FindingKind kind, string subject, string message, FindingLevel? level = null, string? elsewhere = null)
    {
        var weight = level ?? kind.Level;
        HasErrors |= weight == FindingLevel.Error;
        if (++_added <= Max)
        {
            _findings.Add(kind.Of(subject, message, elsewhere ?? place, level));
        }
        else
        {
            _levelOfRest = (FindingLevel)Math.Max((int)_levelOfRest, (int)weight);
        }
    }

    public void AddRange(ImmutableArray<Finding> findings)
    {
        HasErrors |= findings.Any(finding => finding.IsError);
        _findings.AddRange(findings);
    }

    /// <summary>All of them, and one that tells how many more there are.</summary>
    public ImmutableArray<Finding> ToImmutable() => _added <= Max
        ? _findings.ToImmutable()
        :
        [
            .. _findings,
            VerifyFindings.More.Of("invoice", $"And {_added - Max} more findings.", place, _levelOfRest),
        ];
}
