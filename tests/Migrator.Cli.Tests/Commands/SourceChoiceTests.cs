using Migrator.Bindle.Invoices;
using Migrator.Cli.Commands;

namespace Migrator.Cli.Tests.Commands;

public sealed class SourceChoiceTests
{
    private static readonly BindleId Id = BindleId.Parse("example.com/shop/1.2.0");

    [Fact]
    public void Of_APath_HasNoId() =>
        Assert.Equal(new SourceChoice("./shop", null), SourceChoice.Of("./shop", null, null));

    [Fact]
    public void Of_APathAndAnId_HasBoth() =>
        Assert.Equal(new SourceChoice("./store", Id), SourceChoice.Of("./store", "example.com/shop/1.2.0", null));

    [Theory]
    [InlineData("bindle:example.com/shop/1.2.0")]
    [InlineData("example.com/shop/1.2.0")]
    public void Of_AnIdAndAStore_LooksInTheStore(string source) =>
        Assert.Equal(new SourceChoice("/data", Id), SourceChoice.Of(source, null, "/data"));

    [Fact]
    public void Of_AStoreAlone_IsASource() =>
        Assert.Equal(new SourceChoice("/data", null), SourceChoice.Of(null, null, "/data"));

    [Fact]
    public void Of_AnIdWithoutAPrefixAndWithoutAStore_IsAPath() =>
        Assert.Equal("example.com/shop/1.2.0", SourceChoice.Of("example.com/shop/1.2.0", null, null).Path);
}
