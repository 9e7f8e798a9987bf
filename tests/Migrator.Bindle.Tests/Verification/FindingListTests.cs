using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Tests.Verification;

/// <summary>How many findings a bundle of them keeps.</summary>
public sealed class FindingListTests
{
    private static readonly FindingKind Kind = new("BM2999", FindingLevel.Note, "a kind for tests");

    [Theory]
    [InlineData(FindingLevel.Note, false)]
    [InlineData(FindingLevel.Warning, false)]
    [InlineData(FindingLevel.Error, true)]
    public void ToImmutable_MoreThanAreKept_TellsHowManyAndHowBad(FindingLevel level, bool hasErrors)
    {
        var findings = new FindingList("x");
        for (var i = 0; i < FindingList.Max; i++)
        {
            findings.Add(Kind, "s", "m");
        }

        Assert.Equal(FindingList.Max, findings.ToImmutable().Length);
        findings.Add(Kind, "s", "m", level);
        findings.Add(Kind, "s", "m");

        var all = findings.ToImmutable();
        Assert.Equal(FindingList.Max + 1, all.Length);
        Assert.Equal((VerifyFindings.More, level), (all[^1].Kind, all[^1].Level));
        Assert.Equal("And 2 more findings.", all[^1].Message);
        Assert.Equal(hasErrors, findings.HasErrors);
    }
}
