using CsCheck;
using Migrator.Conversion.Spin;

namespace Migrator.Conversion.Tests.Spin;

public sealed class FilePathTests
{
    [Theory]
    [InlineData("index.html", "index.html")]
    [InlineData(@"assets\img/logo.png", "assets/img/logo.png")]
    [InlineData("./a//b/./c", "a/b/c")]
    [InlineData("notes..txt", "notes..txt")]
    [InlineData(".hidden", ".hidden")]
    [InlineData(".", "")]
    public void Of_Name_IsThePathItMeans(string name, string expected) => Assert.Equal(expected, FilePath.Of(name));

    [Fact]
    public void Of_AnyName_GivesAPathThatStaysAsItIs() => Gen.Char["ab./\\: é"].Array[0, 12].Sample(letters =>
    {
        var path = FilePath.Of(new string(letters));
        Assert.Equal(path, FilePath.Of(path));
        Assert.DoesNotContain(path.Split('/'), segment => path.Length > 0 && segment is "" or ".");
    });
}
