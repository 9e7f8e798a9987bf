using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Migrator.Engine.Journal;
using Migrator.Testing;
using Migrator.Testing.Registries;
using Xunit.Abstractions;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>
/// A batch that is killed at random moments and run again leaves what an undisturbed one leaves, and tells nothing
/// twice. <c>BATCH_KILLS</c> and <c>BATCH_SEED</c> choose how often and when.
/// </summary>
public sealed class BatchCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Apps = 300;
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Run_KilledAtRandomMoments_EndsAsAnUndisturbedRun()
    {
        var seed = Number("BATCH_SEED", Random.Shared.Next());
        output.WriteLine($"BATCH_SEED={seed}");
        var random = new Random(seed);
        WriteBindles();
        await using var calm = await RegistryHost.StartAsync();
        await using var stormy = await RegistryHost.StartAsync();
        Assert.Equal(0, await EndAsync(Start("batch", "plan", WriteBatch(calm, "calm"))));
        Assert.Equal(0, await EndAsync(Start("batch", "run", Journal("calm"))));
        Assert.Equal(0, await EndAsync(Start("batch", "plan", WriteBatch(stormy, "stormy"))));

        var kills = 0;
        for (var wanted = Number("BATCH_KILLS", 20); kills < wanted; kills++)
        {
            if (!await RunAndKillAsync(stormy, random.Next(1, 2 * Apps * 4 / wanted)))
            {
                break;
            }
        }

        output.WriteLine($"{kills} kills");
        Assert.Equal(0, await EndAsync(Start("batch", "run", Journal("stormy"))));
        Assert.Equal(Tags(calm), Tags(stormy));
        Assert.Equal(Apps, Tags(stormy).Count);
        Assert.Empty(stormy.IncompleteTags());
        using var view = JournalView.Open(Journal("stormy"));
        Assert.Equal(Apps, view.Apps().Count());
        Assert.Equal([AppState.Done], view.States().Keys);
        Assert.Equal(Tags(calm).Values.Order(), view.Apps().Select(app => app.Last!.Manifest!).Order());
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Kills a run after so many requests; false when it had ended by itself.</summary>
    private async Task<bool> RunAndKillAsync(RegistryHost registry, int requests)
    {
        using var run = Start("batch", "run", Journal("stormy"), "--trust-journal");
        var reached = registry.Requests.WaitForAsync(
            RequestKind.UploadPost, registry.Requests.CountOf(RequestKind.UploadPost) + requests);
        var isKilled = await Task.WhenAny(reached, run.WaitForExitAsync()) == reached && !run.HasExited;
        run.Kill();
        await run.WaitForExitAsync();
        return isKilled;
    }

    private static SortedDictionary<string, string> Tags(RegistryHost registry) => new(
        registry.Repositories
            .SelectMany(name => registry.Repository(name).Tags.Select(tag => ($"{name}:{tag.Key}", tag.Value)))
            .ToDictionary(),
        StringComparer.Ordinal);

    private static int Number(string variable, int otherwise) => int.TryParse(
        Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
        ? number
        : otherwise;

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(
        CliProgram.Words[0], [.. CliProgram.Words.Skip(1), .. arguments])
    {
        RedirectStandardInput = true,
        UseShellExecute = false,
    })!;

    private static async Task<int> EndAsync(Process process)
    {
        using (process)
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
            return process.ExitCode;
        }
    }

    private string Journal(string name) => Path.Combine(_folder.Path, name + ".db");

    private string WriteBatch(RegistryHost registry, string name)
    {
        var path = Path.Combine(_folder.Path, name + ".toml");
        File.WriteAllText(path, $"""
            version = 1
            [[source]]
            glob = "apps/*"
            [target]
            registry = "{registry.Host}"
            profile = "bindle"

            """);
        return path;
    }

    private void WriteBindles()
    {
        for (var number = 1; number <= Apps; number++)
        {
            var folder = Path.Combine(_folder.Path, "apps", $"app{number:000}");
            Directory.CreateDirectory(Path.Combine(folder, "parcels"));
            var invoice = new StringBuilder($"bindleVersion = '1.0.0'\n[bindle]\nname = 'app{number:000}'\n"
                + "version = '1.0.0'\n");
            foreach (var name in new[] { $"own {number}", "shared 1", "shared 2" })
            {
                var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(name, 200)));
                var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
                File.WriteAllBytes(Path.Combine(folder, "parcels", sha + ".dat"), bytes);
                invoice.Append($"[[parcel]]\n[parcel.label]\nsha256 = '{sha}'\nmediaType = 'text/plain'\n"
                    + $"name = '{name}'\nsize = {bytes.Length}\n");
            }

            File.WriteAllText(Path.Combine(folder, "invoice.toml"), invoice.ToString());
        }
    }
}
