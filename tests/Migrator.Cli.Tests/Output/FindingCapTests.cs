using Migrator.Bindle.Verification;
using Migrator.Cli.Commands;
using Migrator.Cli.Output;

namespace Migrator.Cli.Tests.Output;

/// <summary>Hundreds of findings do not bury the one that counts.</summary>
public sealed class FindingCapTests
{
    private static readonly FindingKind Doubtful = new("BM9001", FindingLevel.Warning, "doubtful");
    private static readonly FindingKind Wrong = new("BM9002", FindingLevel.Error, "wrong");

    [Theory]
    [InlineData(50, false, 50, "")]
    [InlineData(51, false, 50, "and 1 more")]
    [InlineData(400, false, 50, "and 350 more")]
    [InlineData(400, true, 400, "")]
    public void Findings_Many_AreCappedUnlessVerbose(int count, bool isVerbose, int shown, string rest)
    {
        var lines = Write(isVerbose, [.. Enumerable.Repeat(Doubtful.Of("a", "b"), count)]);

        Assert.Equal(shown, lines.Count(line => line.Contains("BM9001", StringComparison.Ordinal)));
        Assert.Equal(rest.Length > 0, lines[^1].StartsWith("and ", StringComparison.Ordinal));
        Assert.StartsWith(rest, lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_AnErrorBehindManyWarnings_IsShownFirst()
    {
        var lines = Write(
            isVerbose: false, [.. Enumerable.Repeat(Doubtful.Of("a", "b"), 80), Wrong.Of("c", "the one that counts")]);

        Assert.Contains("the one that counts", lines[0], StringComparison.Ordinal);
    }

    private static string[] Write(bool isVerbose, Finding[] findings)
    {
        using var error = new StringWriter { NewLine = "\n" };
        var context = new CliContext
        {
            Output = TextWriter.Null,
            Error = error,
            Clock = TimeProvider.System,
            TempFolder = Path.GetTempPath(),
        };
        new Report(context, OutputFormat.Text, isQuiet: false, isVerbose).Findings(findings);
        return error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
