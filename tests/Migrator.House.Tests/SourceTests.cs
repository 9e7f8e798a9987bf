using System.Text.RegularExpressions;
using Migrator.Testing;

namespace Migrator.House.Tests;

/// <summary>
/// Holds the habits of the house that a reader sees first: size of files, one public type, names, seams.
/// </summary>
public sealed partial class SourceTests
{
    private static readonly string[] Seams =
        ["IBindleSource", "ICredentialProvider", "IMigrationObserver", "IParcelStore", "IReadOnlyTarget", "ITarget"];

    [Fact]
    public void Source_EveryFile_HasAtMost300Lines() =>
        AssertNone(from file in Files("src", "tests")
                   where file.Lines.Length > 300
                   select $"{file.Path}: {file.Lines.Length}");

    [Fact]
    public void Source_EveryLine_HasAtMost120Characters() =>
        AssertNone(from file in Files("src", "tests")
                   from line in file.Lines.Index()
                   where line.Item.Length > 120
                   select $"{file.Path}:{line.Index + 1}: {line.Item.Length}");

    [Fact]
    public void Source_EveryFile_HasOnePublicType() =>
        AssertNone(Files("src").Select(file => (file.Path, Count: file.Lines.Count(line => PublicType().IsMatch(line))))
            .Where(file => file.Count > 1)
            .Select(file => $"{file.Path}: {file.Count}"));

    [Fact]
    public void Source_EveryFile_IsNamedAfterAType() =>
        AssertNone(from file in Files("src")
                   let name = Path.GetFileName(file.Path).Split('.')[0]
                   where name is not ("Program" or "AssemblyInfo")
                   let declaration = new Regex($@"\b(class|record|struct|enum|interface|delegate)\b.*\b{name}\b")
                   where !file.Lines.Any(declaration.IsMatch)
                   select file.Path);

    [Fact]
    public void Source_Interfaces_AreTheSeams() =>
        Assert.Equal(Seams, Files("src").SelectMany(file => file.Lines)
            .Select(line => Interface().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Source_TypeNames_SayWhatTheThingIs() =>
        AssertNone(from file in Files("src")
                   from line in file.Lines
                   where VagueType().IsMatch(line)
                   select $"{file.Path}: {line.Trim()}");

    [Fact]
    public void Source_Nothing_IsLeftUnfinished() =>
        AssertNone(from file in Files("src", "tests")
                   where !file.Path.EndsWith("SourceTests.cs", StringComparison.Ordinal)
                   from line in file.Lines.Index()
                   where Unfinished().IsMatch(line.Item)
                   select $"{file.Path}:{line.Index + 1}: {line.Item.Trim()}");

    [Fact]
    public void Source_Commands_LiveUnderTheLibraries() =>
        AssertNone(from file in Files("src")
                   where !file.Path.StartsWith("src/Migrator.Cli/", StringComparison.Ordinal)
                   from line in file.Lines
                   where line.StartsWith("using System.CommandLine", StringComparison.Ordinal)
                       || line.StartsWith("using Spectre", StringComparison.Ordinal)
                   select $"{file.Path}: {line}");

    [Fact]
    public void Repository_TopLevel_IsWhatTheOwnerFixed()
    {
        string[] allowed =
            ["CHANGELOG.md", "LICENSE", "Migrator.sln", "README.md", "artifacts", "docs", "src", "testdata", "tests"];

        var found = Directory.GetFileSystemEntries(RepositoryRoot.Path)
            .Select(path => Path.GetFileName(path)!)
            .Where(name => !name.StartsWith('.'));

        AssertNone(found.Except(allowed, StringComparer.Ordinal));
    }

    private static IEnumerable<(string Path, string[] Lines)> Files(params string[] folders) =>
        from folder in folders
        from path in Directory.GetFiles(RepositoryRoot.Combine(folder), "*.cs", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(RepositoryRoot.Path, path).Replace('\\', '/')
        where !name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal)
        orderby name
        select (name, File.ReadAllLines(path));

    private static void AssertNone(IEnumerable<string> faults) => Assert.Equal("", string.Join('\n', faults));

    [GeneratedRegex(@"^public\b.*\b(class|record|struct|enum|interface|delegate)\b")]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^(?:public|internal) (?:partial )?interface (\w+)")]
    private static partial Regex Interface();

    [GeneratedRegex(@"\b(class|record|struct|enum|interface) \w*(Manager|Helper|Util|Utils|Utility|Common|Misc)\b")]
    private static partial Regex VagueType();

    [GeneratedRegex(@"TODO|FIXME|HACK|XXX|NotImplementedException|Skip ?= ?""(?!needs \.\./shared)")]
    private static partial Regex Unfinished();
}
