using Migrator.Cloud.Deployment;

namespace Migrator.Cloud.Tests.Deployment;

/// <summary>Names as the plugin and the registry want them (spec/cloud-deploy.md 2.3, 2.4).</summary>
public sealed class CloudNamesTests
{
    private const string Digest = "sha256:80e5abb100000000000000000000000000000000000000000000000000000000";

    [Theory]
    [InlineData(".-_hello-world_-", "hello-world")]
    [InlineData(" hello -world ", "hello-world")]
    [InlineData("Hello-World", "hello-world")]
    [InlineData("-_.", "")]
    public void AppNameFor_AName_IsThePlugins(string name, string expected) =>
        Assert.Equal(expected, CloudNames.AppNameFor(name));

    [Theory]
    [InlineData("hello", true)]
    [InlineData("a__b", true)]
    [InlineData("a--b", true)]
    [InlineData("a___b", false)]
    [InlineData("a-_b", false)]
    [InlineData("grüße", false)]
    [InlineData("", false)]
    public void IsAppName_AName_IsTheGrammarOfRepositories(string name, bool expected) =>
        Assert.Equal(expected, CloudNames.IsAppName(name));

    [Theory]
    [InlineData("1.0.0", "1.0.0-r80e5abb1")]
    [InlineData(" 1.0.0 ", "1.0.0-r80e5abb1")]
    [InlineData("v0.1.0+Hello", "v0.1.0_Hello-r80e5abb1")]
    [InlineData("..1", "1-r80e5abb1")]
    [InlineData("", "0-r80e5abb1")]
    public void TagFor_AVersion_EndsInTheDigest(string version, string expected) =>
        Assert.Equal(expected, CloudNames.TagFor(version, Digest));

    [Fact]
    public void TagFor_ALongVersion_KeepsTheDigest()
    {
        var tag = CloudNames.TagFor(new string('1', 200), Digest);

        Assert.Equal(128, tag.Length);
        Assert.True(CloudNames.IsUniqueTag(tag));
    }

    [Theory]
    [InlineData("1.0.0-r80e5", true)]
    [InlineData("1.0.0-r80e5abb1", true)]
    [InlineData("1.0.0", false)]
    [InlineData("1.0.0-r80", false)]
    [InlineData("1.0.0+x-r80e5abb1", false)]
    public void IsUniqueTag_ANumber_IsOfOneContent(string number, bool expected) =>
        Assert.Equal(expected, CloudNames.IsUniqueTag(number));

    [Fact]
    public void RegistryHostFor_ACloud_HasNoPort() =>
        Assert.Equal("registry.localhost", CloudNames.RegistryHostFor(new Uri("https://localhost:5309/")));
}
