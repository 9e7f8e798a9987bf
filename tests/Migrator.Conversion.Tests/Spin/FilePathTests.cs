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
    [InlineData("c:x", "c:x")]
    public void Normalise_RelativeName_IsThePathItMeans(string name, string expected)
    {
        Assert.Equal(FilePathFault.None, FilePath.Normalise(name, out var path));
        Assert.Equal(expected, path);
    }

    [Theory]
    [InlineData("/etc/passwd", FilePathFault.Absolute)]
    [InlineData(@"\share\x", FilePathFault.Absolute)]
    [InlineData(@"C:\x", FilePathFault.Absolute)]
    [InlineData("../x", FilePathFault.Traversal)]
    [InlineData(@"a\..\x", FilePathFault.Traversal)]
    [InlineData("a/..", FilePathFault.Traversal)]
    [InlineData("", FilePathFault.NoFileName)]
    [InlineData(".", FilePathFault.NoFileName)]
    [InlineData("a/", FilePathFault.NoFileName)]
    [InlineData("a/.", FilePathFault.NoFileName)]
    public void Normalise_NoRelativeName_TellsWhy(string name, object fault) =>
        Assert.Equal(fault, FilePath.Normalise(name, out _));

    [Fact]
    public void Normalise_AnyName_GivesAPathThatStaysAsItIs() => Gen.Char["ab./\\: é"].Array[0, 12].Sample(letters =>
    {
        if (FilePath.Normalise(new string(letters), out var path) == FilePathFault.None)
        {
            Assert.Equal(FilePathFault.None, FilePath.Normalise(path, out var again));
            Assert.Equal(path, again);
            Assert.DoesNotContain(path.Split('/'), segment => segment is "" or "." or "..");
        }
    });
}
