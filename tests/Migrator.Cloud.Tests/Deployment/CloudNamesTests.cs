using Migrator.Cloud.Api;
using Migrator.Cloud.Api.Model;
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
        Assert.True(CloudNames.IsUniqueTag(tag, Digest));
    }

    [Theory]
    [InlineData("1.0.0-r80e5", true)]
    [InlineData("1.0.0-r80e5abb1", true)]
    [InlineData("1.0.0", false)]
    [InlineData("1.0.0-r80", false)]
    [InlineData("1.0.0+x-r80e5abb1", false)]
    [InlineData("1.2.0-rc2024", false)]
    [InlineData("1.0.0-rc100", false)]
    [InlineData("1.0.0-rc1000000", false)]
    [InlineData("1.0.0-rcafe", false)]
    public void IsUniqueTag_ANumber_IsOfOneContent(string number, bool expected)
    {
        Assert.Equal(expected, CloudNames.IsUniqueTag(number, Digest));
        Assert.Equal(expected, CloudNames.IsUniqueTag(number, digest: null));
    }

    [Fact]
    public void IsUniqueTag_OursThatLooksLikeAReleaseCandidate_IsKnownByItsDigest()
    {
        var digest = "sha256:c2024001" + new string('0', 56);
        var tag = CloudNames.TagFor("1.2.0", digest);

        Assert.Equal("1.2.0-rc2024001", tag);
        Assert.True(CloudNames.IsUniqueTag(tag, digest));
        Assert.False(CloudNames.IsUniqueTag(tag, Digest));
        Assert.False(CloudNames.IsUniqueTag(tag, digest: null));
    }

    [Theory]
    [InlineData("1.0.0-r80e5abb1", true)]
    [InlineData("1.0.0-r80e5abb2", false)]
    [InlineData("1.0.0-r80e5", false)]
    [InlineData("", false)]
    public void IsTagOf_ADigest_IsWhatTagForMakes(string tag, bool expected) =>
        Assert.Equal(expected, CloudNames.IsTagOf(tag, Digest));

    [Theory]
    [InlineData("hello-1.fermyon.app", "https://hello-1.fermyon.app/")]
    [InlineData("127.0.0.1:8080", "https://127.0.0.1:8080/")]
    [InlineData("", null)]
    [InlineData("a/b", null)]
    [InlineData("a?b", null)]
    [InlineData("a#b", null)]
    [InlineData("user:secret@a", null)]
    [InlineData("a:99999", null)]
    [InlineData("a b", null)]
    public void AppUrlOrNull_AHostOfTheCloud_IsOneOrNone(string host, string? expected)
    {
        using var handler = new HttpClientHandler();
        using var cloud = new CloudClient(new CloudOptions { Url = CloudOptions.PublicCloud, Handler = handler });

        Assert.Equal(expected, CloudNames.AppUrlOrNull(cloud, host)?.AbsoluteUri);
    }

    [Theory]
    [InlineData("oci://hello", "hello")]
    [InlineData("Hello-World", "hello-world")]
    public void RepositoryOf_AnApp_IsThatOfItsStorageAndNotOfItsName(string storageId, string expected) =>
        Assert.Equal(expected, CloudNames.RepositoryOf(new AppItem(Guid.Empty, "renamed", storageId, [])));

    [Fact]
    public void RegistryHostFor_ACloud_HasNoPort() =>
        Assert.Equal("registry.localhost", CloudNames.RegistryHostFor(new Uri("https://localhost:5309/")));
}
