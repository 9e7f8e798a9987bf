using Migrator.Cli.Tests.EndToEnd;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Registries;

/// <summary>Every bindle that Spin made goes into Debian's registry and comes back bit for bit.</summary>
public sealed class GoldenRegistryTests(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    [SharedFact]
    public async Task EveryBindleThatSpinMade_ComesBackByTheTagOfItsApp()
    {
        var invoices = Directory.EnumerateFiles(
            SharedData.Combine("golden", "spin"), "invoice.toml", SearchOption.AllDirectories);
        var same = 0;
        await Parallel.ForEachAsync(
            invoices.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (bindle, _) =>
            {
                var app = $"{registry.Host}/golden/app{bindle.Index}:app";
                if (await ComesBackAsync(Path.GetDirectoryName(bindle.Item)!, app))
                {
                    Interlocked.Increment(ref same);
                }
            });

        Assert.True(same >= 200, $"Only {same} came back.");
    }

    private async Task<bool> ComesBackAsync(string bindle, string app)
    {
        var migrated = await CliRun.OfAsync("migrate", bindle, app);
        if (migrated.ExitCode == ExitCode.Source)
        {
            // No Spin can hold it; GoldenSweepTests names these.
            return false;
        }

        Assert.True(migrated.ExitCode == ExitCode.Done, $"{bindle}: {migrated.Error}");
        using var back = new TempFolder();
        var restored = await CliRun.OfAsync("restore", app, back.Combine("it"));
        Assert.True(restored.ExitCode == ExitCode.Done, $"{bindle}: {restored.Error}");
        Assert.Equal(TempFolder.Fingerprint(bindle), TempFolder.Fingerprint(back.Combine("it")));
        return true;
    }
}
