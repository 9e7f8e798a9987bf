using Migrator.Testing;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>Standard streams that are closed or full, as under cron: the job is done, and nothing aborts.</summary>
public sealed class StandardStreamTests : IDisposable
{
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");
    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData("2>&-", 0)]
    [InlineData("2>/dev/full", 0)]
    [InlineData(">&-", 5)]
    [InlineData("1</dev/null", 5)]
    [InlineData(">/dev/full", 5)]
    public async Task Migrate_StreamCannotBeWritten_DoesTheJob(string redirection, int exitCode)
    {
        var layout = _temp.Combine("layout");

        var run = await Tool.RunAsync(
            "bash", "-c", $"{CliProgram.InShell} migrate '{Petstore}' 'oci:{layout}' {redirection}");

        Assert.Equal(exitCode, run.ExitCode);
        Assert.DoesNotContain("fault of bindle2oci", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(layout, "index.json")));
        Assert.Equal(exitCode != 0, run.Error.Contains("could not be written", StringComparison.Ordinal));
    }

    public void Dispose() => _temp.Dispose();
}
