using Migrator.Bindle.Sources.Trees;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources.Trees;

/// <summary>Patterns as the glob library of Hippo read them.</summary>
public sealed class FilePatternTests : IDisposable
{
    private static readonly string[] Files =
        ["a.txt", "b.md", ".hidden", "sub/c.txt", "sub/deep/d.txt", "sub/deep/deeper/e.txt", "Käse.txt", "[x].txt"];

    private readonly TempFolder _temp = new();

    public FilePatternTests()
    {
        foreach (var file in Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_temp.Combine(file))!);
            File.WriteAllText(_temp.Combine(file), file);
        }
    }

    [Theory]
    [InlineData("*.txt", "Käse.txt a.txt [x].txt")]
    [InlineData("*", ".hidden Käse.txt a.txt b.md [x].txt")]
    [InlineData("./a.*", "a.txt")]
    [InlineData("?.txt", "a.txt")]
    [InlineData("K?se.txt", "Käse.txt")]
    [InlineData("k?se.txt", "")]
    [InlineData("[ab].*", "a.txt b.md")]
    [InlineData("[!a].*", "b.md")]
    [InlineData("[a-c].*", "a.txt b.md")]
    [InlineData("[[]x].txt", "[x].txt")]
    [InlineData("sub/*", "sub/c.txt")]
    [InlineData("**/*.txt", "Käse.txt a.txt [x].txt sub/c.txt sub/deep/d.txt sub/deep/deeper/e.txt")]
    [InlineData("sub/**/d.txt", "sub/deep/d.txt")]
    [InlineData("**/**/e.txt", "sub/deep/deeper/e.txt")]
    [InlineData("sub/**", "")]
    [InlineData("sub", "")]
    [InlineData("nowhere/*.txt", "")]
    [InlineData("a.txt/*", "")]
    public void Find_EveryKindOfPattern_GivesFilesAsGlobDoes(string pattern, string expected) => Assert.Equal(
        expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
        FilePattern.Parse(pattern)!.Find(new TreeFolder(_temp.Path)).Select(entry => entry.Path));

    [Theory]
    [InlineData("a**")]
    [InlineData("**a/b")]
    [InlineData("***")]
    [InlineData("[abc")]
    [InlineData("[]")]
    [InlineData("[!]")]
    public void Parse_NoPattern_IsNull(string pattern) => Assert.Null(FilePattern.Parse(pattern));

    [Fact]
    public void Find_ManyStars_EndsAtOnce()
    {
        File.WriteAllText(_temp.Combine(new string('a', 200)), "");
        var pattern = string.Concat(Enumerable.Repeat("*a", 60)) + "b";

        Assert.Empty(FilePattern.Parse($"**/**/**/{pattern}")!.Find(new TreeFolder(_temp.Path)));
    }

    // Looking at the whole way to each folder takes a minute.
    [Fact]
    public async Task Find_NameInFoldersOfGreatDepth_EndsSoon()
    {
        var deep = string.Join('/', Enumerable.Repeat("d", 1_500));
        Directory.CreateDirectory(_temp.Combine(deep));
        File.WriteAllText(_temp.Combine(deep, "f"), "");

        var found = await Task.Run(() => FilePattern.Parse("d/**/f")!.Find(new TreeFolder(_temp.Path)))
            .WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal($"{deep}/f", Assert.Single(found).Path);
    }

    public void Dispose() => _temp.Dispose();
}
