using System.Globalization;
using System.Text.RegularExpressions;
using Migrator.Testing;

namespace Migrator.House.Tests;

/// <summary>
/// Every row of the tables of what can go wrong has a test: one that says the row in an attribute
/// (<see cref="FaultRowAttribute"/>, <see cref="BindleRowAttribute"/>, <see cref="CloudTestAttribute"/>) or its name,
/// or a row of the matrix itself.
/// </summary>
public sealed partial class SpecRowsTests
{
    // spec/oci-peers.md 6c; the others are of many apps at once, or of a platform.
    private static readonly IEnumerable<int> Faults =
        [.. Range(1, 34), .. Range(36, 40), .. Range(45, 49), .. Range(51, 54)];

    // spec/bindle.md 10.3, 10.4 and 10.6.
    private static readonly IEnumerable<int> HostileBindles = [.. Range(51, 83), .. Range(101, 122)];

    [Fact]
    public void FaultMatrix_EveryRow_HasATest() =>
        AssertNone(Faults.Except(RowsIn(FaultRow(), "*.cs").Concat(RowsIn(MatrixRow(), "*Rows.cs"))));

    [Fact]
    public void BindleRows_OfGroupsSignaturesAndHttp_HaveATest() =>
        AssertNone(HostileBindles.Except(RowsIn(BindleRow(), "*.cs").Concat(RowsIn(RowInName(), "*.cs"))));

    [Fact]
    public void CloudLines_EveryLine_HasATest() => AssertNone(Enum.GetNames<CloudLine>().Except(
        from text in TestSources("*.cs")
        from Match list in CloudTest().Matches(text)
        from Match line in CloudLineName().Matches(list.Groups[1].Value)
        select line.Groups[1].Value));

    [SharedFact]
    public void CloudLines_AreThose_OfTheSpecification()
    {
        var spec = File.ReadAllLines(SharedData.Combine("spec", "cloud-deploy.md"));
        var list = spec[Array.FindIndex(spec, line => line.StartsWith("### 8.5", StringComparison.Ordinal)) + 1];

        Assert.Equal(list.Split(';').Length, Enum.GetValues<CloudLine>().Length);
    }

    private static void AssertNone<T>(IEnumerable<T> missing) =>
        Assert.True(!missing.Any(), $"rows without a test: {string.Join(", ", missing)}");

    private static IEnumerable<int> Range(int first, int last) => Enumerable.Range(first, last - first + 1);

    private static IEnumerable<int> RowsIn(Regex pattern, string files) =>
        from text in TestSources(files)
        from Match match in pattern.Matches(text)
        from number in match.Groups[1].Value.Split(',')
        select int.Parse(number, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);

    private static IEnumerable<string> TestSources(string files) =>
        Directory.EnumerateFiles(RepositoryRoot.Combine("tests"), files, SearchOption.AllDirectories)
            .Select(File.ReadAllText);

    [GeneratedRegex(@"\[CloudTest\(([^)]+)\)\]")]
    private static partial Regex CloudTest();

    [GeneratedRegex(@"CloudLine\.([A-Za-z]+)")]
    private static partial Regex CloudLineName();

    [GeneratedRegex(@"\[FaultRow\(([0-9, ]+)\)\]")]
    private static partial Regex FaultRow();

    [GeneratedRegex(@"\[BindleRow\(([0-9, ]+)\)\]")]
    private static partial Regex BindleRow();

    [GeneratedRegex(@"public (?:async Task|Task|void) Row([0-9]+)_")]
    private static partial Regex RowInName();

    // A number and a text begin every row of the tables in FaultMatrix.
    [GeneratedRegex(@"\(\s*([0-9]{1,2}),\s*(?:\$?""[^""]|fault\b)")]
    private static partial Regex MatrixRow();
}
