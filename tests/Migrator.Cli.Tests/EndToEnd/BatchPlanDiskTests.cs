using System.Globalization;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>A disk that is full while a plan is made.</summary>
public sealed class BatchPlanDiskTests : IDisposable
{
    private readonly BatchFolder _folder = new(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Plan_FilesMayNotGrow_LeavesNothingAndKeepsTheJournalThatWasThere(bool isLate)
    {
        await using var registry = await RegistryHost.StartAsync();
        var batch = _folder.WriteBatch(registry.Host, "batch");
        var journal = _folder.Journal("batch");
        Assert.Equal(0, await BatchFolder.RunAsync("batch", "plan", batch));
        var before = await File.ReadAllBytesAsync(journal);
        // No room for the empty tables, or none for all of the rows.
        var blocks = (isLate ? before.Length / 1024 * 3 / 4 : 1).ToString(CultureInfo.InvariantCulture);

        // The runtime maps its own code twice by a file in memory, which the limit would hit first.
        var plan = await Tool.RunAsync(
            "bash",
            "-c",
            $"export DOTNET_EnableWriteXorExecute=0; ulimit -f {blocks}; {CliProgram.InShell} batch plan '{batch}'");

        Assert.True(plan.ExitCode == ExitCode.Journal, $"{plan.ExitCode}: {plan.Error}");
        Assert.Contains("plan again: nothing of this plan is kept", plan.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("recorded", plan.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(journal + ".planning"));
        Assert.Equal(before, await File.ReadAllBytesAsync(journal));
    }

    public void Dispose() => _folder.Dispose();
}
