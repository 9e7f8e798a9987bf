using Migrator.Cli.Output;

namespace Migrator.Cli.Tests.Output;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("4096", 4096)]
    [InlineData("512KiB", 524_288)]
    [InlineData("64MiB", 67_108_864)]
    [InlineData("4GiB", 4_294_967_296)]
    [InlineData("7TiB", 7_696_581_394_432)]
    public void TryParse_ASize_IsBytes(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var parsed));
        Assert.Equal(bytes, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5GiB")]
    [InlineData("4GB")]
    [InlineData("4 GiB")]
    [InlineData("GiB")]
    [InlineData("9223372036854775808")]
    [InlineData("8388608TiB")]
    public void TryParse_AnythingElse_IsNone(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(1_572_864, "1.5 MiB")]
    [InlineData(long.MaxValue, "8388608.0 TiB")]
    public void Format_Bytes_IsShort(long bytes, string expected) => Assert.Equal(expected, ByteSize.Format(bytes));
}
