using Migrator.Cli.Output;

namespace Migrator.Cli.Tests.Output;

public sealed class DurationTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("24h", 86400)]
    public void TryParse_ATime_IsRead(string text, int seconds)
    {
        Assert.True(Duration.TryParse(text, out var time));
        Assert.Equal(TimeSpan.FromSeconds(seconds), time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("0")]
    [InlineData("-5s")]
    [InlineData("1.5m")]
    [InlineData("25h")]
    [InlineData("99999999999h")]
    [InlineData("5d")]
    public void TryParse_NoTime_IsRefused(string text) => Assert.False(Duration.TryParse(text, out _));

    [Theory]
    [InlineData("36h", 129_600)]
    [InlineData("2d", 172_800)]
    [InlineData("366d", 31_622_400)]
    public void TryParseLong_ATime_IsRead(string text, int seconds)
    {
        Assert.True(Duration.TryParseLong(text, out var time));
        Assert.Equal(TimeSpan.FromSeconds(seconds), time);
    }

    [Theory]
    [InlineData("0d")]
    [InlineData("367d")]
    [InlineData("2147483647d")]
    [InlineData("d")]
    public void TryParseLong_NoTime_IsRefused(string text) => Assert.False(Duration.TryParseLong(text, out _));

    [Theory]
    [InlineData(0.25, "0.3 s")]
    [InlineData(30, "30 s")]
    [InlineData(119, "119 s")]
    [InlineData(300, "5 min")]
    [InlineData(7_199, "120 min")]
    [InlineData(108_300, "30 h 5 min")]
    public void Format_ATime_IsShort(double seconds, string expected) =>
        Assert.Equal(expected, Duration.Format(TimeSpan.FromSeconds(seconds)));
}
