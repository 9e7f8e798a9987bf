using CsCheck;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Tests.Verification;

public sealed class FileNameRulesTests
{
    [Theory]
    [InlineData("index.html", "index.html")]
    [InlineData(@"assets\img/logo.png", "assets/img/logo.png")]
    [InlineData("./a//b/./c", "a/b/c")]
    [InlineData("notes..txt", "notes..txt")]
    [InlineData(".hidden", ".hidden")]
    [InlineData(".", "")]
    public void Normalise_Name_IsThePathItMeans(string name, string expected) =>
        Assert.Equal(expected, FileNameRules.Normalise(name));

    [Theory]
    [InlineData("c:d.txt", "a drive")]
    [InlineData("/d.txt", "an absolute path")]
    [InlineData("1:d.txt", null)]
    public void FindEscape_Name_TellsADriveFromAnAbsolutePath(string name, string? expected)
    {
        var reason = FileNameRules.FindEscape(name);

        Assert.Equal(expected is null, reason is null);
        Assert.Contains(expected ?? "", reason ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Normalise_AnyName_GivesAPathThatStaysAsItIs() => Gen.Char["ab./\\: é"].Array[0, 12].Sample(letters =>
    {
        var path = FileNameRules.Normalise(new string(letters));
        Assert.Equal(path, FileNameRules.Normalise(path));
        Assert.DoesNotContain(path.Split('/'), segment => path.Length > 0 && segment is "" or ".");
    });
}
