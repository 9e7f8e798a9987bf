using Migrator.StandIn.Edge;

namespace Migrator.StandIn.Tests;

/// <summary>Scripts of failover, by themselves.</summary>
public sealed class FailoverScriptTests
{
    [Fact]
    public void Default_Facts_AreThoseOfTheSpecification()
    {
        var script = FailoverScript.Default;

        Assert.Equal("0:100/0/0/0, 3:70/30/0/0, 6:40/40/20/0, 10:10/70/20/0, 14:0/100/0/0", script.ToString());
        Assert.Equal(TimeSpan.FromSeconds(3), script.NewAt);
        Assert.Equal(TimeSpan.FromSeconds(14), script.SettlesAt);
        Assert.Equal(TimeSpan.FromSeconds(11), script.Overlap);
    }

    [Theory]
    [InlineData(13, 1, true)]
    [InlineData(14, 10, false)]
    [InlineData(2, 0, true)]
    public void OldAnswers_Between_LooksAtEveryStep(int from, int length, bool expected) => Assert.Equal(
        expected,
        FailoverScript.Default.OldAnswersBetween(TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(from + length)));

    [Fact]
    public void WithTail_OldGoesOn_UntilTheTailEnds()
    {
        var script = FailoverScript.WithTail(5, TimeSpan.FromSeconds(60));

        var tail = script.StepAt(TimeSpan.FromSeconds(59));

        Assert.Equal((5, 95), (tail.Old, tail.New));
        Assert.Equal(TimeSpan.FromSeconds(60), script.SettlesAt);
        Assert.True(script.OldAnswersBetween(TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60)));
    }

    [Theory]
    [InlineData("1:0/100")]
    [InlineData("0:0/0")]
    [InlineData("0:1/1, 0:0/1")]
    public void Parse_NoScript_IsRefused(string text) =>
        Assert.Throws<ArgumentException>(() => FailoverScript.Parse(text));

    [Theory]
    [InlineData("now:0/100")]
    [InlineData("0:100")]
    [InlineData("")]
    public void Parse_NoStep_IsRefused(string text) =>
        Assert.Throws<FormatException>(() => FailoverScript.Parse(text));

    [Fact]
    public void Overlap_ThatNeverEnds_IsNotKnown() => Assert.Null(FailoverScript.Parse("0:50/50").Overlap);
}
