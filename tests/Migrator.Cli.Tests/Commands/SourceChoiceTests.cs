using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources.Server;
using Migrator.Cli.Commands;

namespace Migrator.Cli.Tests.Commands;

public sealed class SourceChoiceTests
{
    private static readonly BindleId Id = BindleId.Parse("example.com/shop/1.2.0");

    private static readonly BindleServerAddress Address = BindleServerAddress.Parse("https://bindle.example.com/v1");
    private static readonly ServerPlace Named = new(Address, IsNamed: true);
    private static readonly ServerPlace OfEnvironment = new(Address, IsNamed: false);

    [Fact]
    public void Of_APath_HasNoId() =>
        Assert.Equal(new SourceChoice("./shop", null, null), SourceChoice.Of("./shop", null, null, null));

    [Fact]
    public void Of_APathAndAnId_HasBoth() => Assert.Equal(
        new SourceChoice("./store", null, Id), SourceChoice.Of("./store", "example.com/shop/1.2.0", null, null));

    [Theory]
    [InlineData("bindle:example.com/shop/1.2.0")]
    [InlineData("example.com/shop/1.2.0")]
    public void Of_AnIdAndAStore_LooksInTheStore(string source) =>
        Assert.Equal(new SourceChoice("/data", null, Id), SourceChoice.Of(source, null, "/data", OfEnvironment));

    [Theory]
    [InlineData("bindle:example.com/shop/1.2.0")]
    [InlineData("example.com/shop/1.2.0")]
    public void Of_AnIdAndAServer_AsksTheServer(string source) =>
        Assert.Equal(new SourceChoice(null, Address, Id), SourceChoice.Of(source, null, null, Named));

    [Fact]
    public void Of_AnIdAndAServerOfTheEnvironment_AsksThatServer() => Assert.Equal(
        new SourceChoice(null, Address, Id),
            SourceChoice.Of("bindle:example.com/shop/1.2.0", null, null, OfEnvironment));

    [Fact]
    public void Of_APathAndAServerOfTheEnvironment_IsThePath() => Assert.Equal(
        new SourceChoice("example.com/shop/1.2.0", null, null),
        SourceChoice.Of("example.com/shop/1.2.0", null, null, OfEnvironment));

    [Fact]
    public void Of_APathAndANamedServer_IsRefused() =>
        Assert.Throws<UsageException>(() => SourceChoice.Of("./shop", null, null, Named));

    [Fact]
    public void Of_HippoFactsAndAStore_TakesModulesFromTheStore() => Assert.Equal(
        new SourceChoice("./HIPPOFACTS", null, null) { Imports = new SourceChoice("/data", null, null) },
        SourceChoice.Of("./HIPPOFACTS", null, "/data", null));

    [Fact]
    public void Of_AModuleMapAndAServerOfTheEnvironment_TakesModulesFromTheServer() => Assert.Equal(
        new SourceChoice("modules.toml", null, Id) { Imports = new SourceChoice(null, Address, null) },
        SourceChoice.Of("modules.toml", "example.com/shop/1.2.0", null, OfEnvironment));

    [Fact]
    public void Of_AStoreAndANamedServer_IsRefused() =>
        Assert.Throws<UsageException>(() => SourceChoice.Of(null, null, "/data", Named));

    [Fact]
    public void Of_AStoreAlone_IsASource() =>
        Assert.Equal(new SourceChoice("/data", null, null), SourceChoice.Of(null, null, "/data", null));

    [Fact]
    public void Of_AnIdWithoutAPrefixAndWithoutAStore_IsAPath() => Assert.Equal(
        "example.com/shop/1.2.0", SourceChoice.Of("example.com/shop/1.2.0", null, null, null).Path);
}
