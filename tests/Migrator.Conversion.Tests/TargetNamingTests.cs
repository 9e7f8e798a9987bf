using System.Text.RegularExpressions;
using CsCheck;
using Migrator.Bindle.Invoices;

namespace Migrator.Conversion.Tests;

public sealed class TargetNamingTests
{
    private static readonly Gen<string> Part = Gen.Char["0123456789abcdefghijklmnopqrstuvwxyzABCXYZ-"].Array[1, 9]
        .Select(letters => "a" + new string(letters));

    [Theory]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("1.2.3+q0a1b2c3", "1.2.3_q0a1b2c3")]
    [InlineData("1.2.3-rc.1+a.b-c", "1.2.3-rc.1_a.b-c")]
    public void TagFor_Version_KeepsAllOfIt(string version, string tag)
    {
        Assert.Equal(tag, TargetNaming.TagFor(BindleVersion.Parse(version)));
        Assert.Equal(version, TargetNaming.VersionOf(tag).Text);
    }

    [Theory]
    [InlineData('a')]
    [InlineData('.')]
    [InlineData('日')]
    public void TryRepositoryFor_PartTooLongToEncode_GivesNone(char letter) => Assert.False(
        TargetNaming.TryRepositoryFor("shop/" + new string(letter, 20_000) + "\U0001F600", out _));

    [Fact]
    public void TagFor_AnyVersion_ComesBackFromItsTag() =>
        Gen.Select(Gen.UInt, Gen.UInt, Part, Part, Gen.Int[0, 3]).Sample((major, minor, pre, build, form) =>
        {
            var text = $"{major}.{minor}.0" + (form % 2 == 1 ? "-" + pre : "") + (form > 1 ? "+" + build : "");
            return TargetNaming.VersionOf(TargetNaming.TagFor(BindleVersion.Parse(text))).Text == text;
        });

    [Fact]
    public void TagFor_PrereleaseAndBuild_DoNotClash() =>
        Assert.NotEqual(
            TargetNaming.TagFor(BindleVersion.Parse("1.2.0-r1")), TargetNaming.TagFor(BindleVersion.Parse("1.2.0+r1")));

    [Fact]
    public void TagFor_128Characters_IsTheLongest()
    {
        var longest = "1.0.0+" + new string('a', 122);

        Assert.Equal(128, TargetNaming.TagFor(BindleVersion.Parse(longest)).Length);
        var error = Assert.Throws<FormatException>(() => TargetNaming.TagFor(BindleVersion.Parse(longest + "a")));
        Assert.Contains("129", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("1.2")]
    [InlineData("1.2.3_a_b")]
    [InlineData("1.2.3+a")]
    [InlineData("")]
    public void VersionOf_ForeignTag_Refuses(string tag) =>
        Assert.Throws<FormatException>(() => TargetNaming.VersionOf(tag));

    [Theory]
    [InlineData("petstore", "petstore")]
    [InlineData("My App", "myapp")]
    [InlineData("_App-", "app")]
    [InlineData("example.com/Team/app", "example.com/team/app")]
    [InlineData("/a//b/", "a/b")]
    [InlineData("a..b", "a-b")]
    [InlineData("a___b", "a-b")]
    [InlineData("a__b", "a__b")]
    [InlineData("a---b", "a---b")]
    [InlineData("a+b@c", "a-b-c")]
    [InlineData("bücher", "xn--bcher-kva")]
    [InlineData("日本語", "xn--wgv71a119e")]
    public void RepositoryFor_Name_FollowsTheRules(string name, string repository) =>
        Assert.Equal(repository, TargetNaming.RepositoryFor(name));

    [Theory]
    [InlineData("---")]
    [InlineData("/ /")]
    [InlineData("")]
    public void RepositoryFor_NothingLeft_Refuses(string name) =>
        Assert.Throws<FormatException>(() => TargetNaming.RepositoryFor(name));

    [Fact]
    public void RepositoryFor_AnyName_FitsTheGrammar()
    {
        var grammar = new Regex("^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$");
        Gen.OneOf(Gen.Char[" ._-/+AbZ9"], Gen.Char['\u00a1', '\u3fff']).Array[1, 14].Sample(letters =>
            !TargetNaming.TryRepositoryFor(new string(letters), out var repository) || grammar.IsMatch(repository));
    }

    [Fact]
    public void FindCollisions_NamesThatDifferInCase_AreFoundWithTheirVersions()
    {
        BindleId[] bindles =
        [
            BindleId.Parse("App/1.0.0"), BindleId.Parse("app/1.0.0"), BindleId.Parse("app/1.1.0"),
            BindleId.Parse("other/1.0.0+a"), BindleId.Parse("other/1.0.0-a"), BindleId.Parse("---/1.0.0"),
        ];

        var collision = Assert.Single(TargetNaming.FindCollisions(bindles));

        Assert.Equal("app", collision.Repository);
        Assert.Equal(["App", "app"], collision.Names.AsEnumerable());
        Assert.Equal(["1.0.0"], collision.Versions.Select(version => version.Text));
    }
}
