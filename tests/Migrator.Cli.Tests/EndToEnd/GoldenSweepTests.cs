using System.Text.Json;
using Migrator.Testing;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>Every real bindle and store at hand, through the real commands.</summary>
public sealed class GoldenSweepTests : IDisposable
{
    // Two components with one id (6), a base without /, a variable with dots.
    private static readonly string[] NoSpinCanHold =
    [
        "corpus/fermyon+developer+root+578f8ba3",
        "corpus/fermyon+spin+crates_loader_tests_invalid-manifest-duplicate-id+15cda1ed",
        "corpus/fermyon+spin+crates_loader_tests_ui_invalid-manifest-duplicate-id+bac5af72",
        "early/v0.1.0/corpus/fermyon+developer+root+578f8ba3",
        "early/v0.2.0/corpus/fermyon+developer+root+578f8ba3",
        "early/v0.2.0/made/config-dotted",
        "made/base-noslash",
        "made/dup-ids",
    ];

    private readonly TempFolder _temp = new();
    private int _number;

    [SharedFact]
    public async Task EveryBindleThatSpinMade_GoesThereIsJudgedAndComesBack()
    {
        var folders = BindlesBelow("golden", "spin").ToList();
        var refused = new List<string>();
        foreach (var folder in folders)
        {
            if (!await GoThereAndBackAsync(folder))
            {
                refused.Add(Path.GetRelativePath(SharedData.Combine("golden", "spin"), Path.GetDirectoryName(folder)!));
            }
        }

        Assert.Equal(256, folders.Count);
        Assert.Equal(NoSpinCanHold, refused);
    }

    // Six whose modules are another bindle's and not there, three libraries, and entrypoints that no module exports.
    [SharedTheory]
    [InlineData("hippofacts", 10)]
    [InlineData("wagi", 1)]
    public async Task EveryBindleOlderThanSpin_GoesThereAndComesBackOrIsExplained(string set, int refused)
    {
        var stayed = new List<string>();
        foreach (var folder in BindlesBelow("golden", set))
        {
            if (!await GoThereAndBackAsync(folder))
            {
                stayed.Add(folder);
            }
        }

        Assert.True(stayed.Count == refused, $"{stayed.Count} were refused:\n{string.Join('\n', stayed)}");
    }

    [SharedTheory]
    [InlineData("file")]
    [InlineData("client-cache")]
    [InlineData("standalone")]
    [InlineData("standalone-exported")]
    public async Task EveryBindleOfAStore_IsListedAndMigrates(string store)
    {
        var bindles = await ListAsync(SharedData.Combine("golden", "bindle-server", "stores", store));
        Assert.NotEmpty(bindles);
        foreach (var (source, id) in bindles)
        {
            var target = $"oci:{_temp.Combine($"{_number++}")}";
            string[] flags = ["--id", id, "--include-yanked"];
            var verified = await CliRun.OfAsync(["verify", source, .. flags]);
            var migrated = await CliRun.OfAsync(["migrate", source, target, "--profile", "bindle", .. flags]);

            Assert.Equal(verified.ExitCode, migrated.ExitCode);
            Assert.Contains(migrated.ExitCode, new[] { ExitCode.Done, ExitCode.Source });
            if (migrated.ExitCode == ExitCode.Source)
            {
                Assert.Contains("BM2301", migrated.Error, StringComparison.Ordinal);
                continue;
            }

            var judged = await CliRun.OfAsync(["verify", source, target, .. flags]);
            Assert.True(judged.ExitCode == ExitCode.Done, judged.Error);
        }
    }

    [SharedFact]
    public async Task EveryDamagedStore_IsReadAsFarAsItGoes()
    {
        foreach (var folder in SharedData.Folders("golden", "bindle-server", "stores", "damaged"))
        {
            var unpacked = Directory.CreateDirectory(_temp.Combine(Path.GetFileName(folder))).FullName;
            var unpack = await Tool.RunAsync("tar", "-xzf", Path.Combine(folder, "store.tar.gz"), "-C", unpacked);
            Assert.True(unpack.ExitCode == 0, unpack.Error);
            foreach (var (source, id) in await ListAsync(Path.Combine(unpacked, "store")))
            {
                var target = _temp.Combine($"{_number++}");
                var run = await CliRun.OfAsync(
                    "migrate", source, $"oci:{target}", "--id", id, "--profile", "bindle", "--include-yanked");

                Assert.True(
                    run.ExitCode is ExitCode.Done or ExitCode.Source or ExitCode.Mismatch,
                    $"{folder} {id}: {run.Error}");
                Assert.Equal(run.ExitCode == ExitCode.Done, TempFolder.Fingerprint(target) != "absent");
            }
        }
    }

    [SharedFact]
    public async Task EveryInvoiceOfTheCorpus_IsShownOrExplained()
    {
        var corpus = SharedData.Combine("corpus", "invoices");
        foreach (var invoice in Directory.EnumerateFiles(corpus, "*.toml", SearchOption.AllDirectories))
        {
            var folder = Directory.CreateDirectory(_temp.Combine($"{_number++}", "parcels")).Parent!.FullName;
            File.Copy(invoice, Path.Combine(folder, "invoice.toml"));

            var run = await CliRun.OfAsync("inspect", folder, "--output", "json");

            Assert.True(run.ExitCode is ExitCode.Done or ExitCode.Source, $"{invoice}: {run.Error}");
            using var json = JsonDocument.Parse(run.Output);
            var levels = json.RootElement.GetProperty("findings").EnumerateArray()
                .Select(finding => finding.GetProperty("level").GetString());
            Assert.Equal(run.ExitCode == ExitCode.Source, levels.Contains("error"));
        }
    }

    public void Dispose() => _temp.Dispose();

    private static IEnumerable<string> BindlesBelow(params string[] parts) =>
        Directory.EnumerateFiles(SharedData.Combine(parts), "invoice.toml", SearchOption.AllDirectories)
            .Select(path => Path.GetDirectoryName(path)!)
            .Order(StringComparer.Ordinal);

    private async Task<bool> GoThereAndBackAsync(string folder)
    {
        var target = $"oci:{_temp.Combine($"{_number++}")}";
        var migrated = await CliRun.OfAsync("migrate", folder, target);
        Assert.True(migrated.ExitCode is ExitCode.Done or ExitCode.Source, $"{folder}: {migrated.Error}");
        if (migrated.ExitCode == ExitCode.Source)
        {
            Assert.Contains("error BM", migrated.Error, StringComparison.Ordinal);
            await CopyThereAndBackAsync(folder);
            return false;
        }

        var again = await CliRun.OfAsync("migrate", folder, target);
        Assert.Contains("nothing to do", again.Error, StringComparison.Ordinal);
        await JudgeAndRestoreAsync(folder, target);
        return true;
    }

    private async Task CopyThereAndBackAsync(string folder)
    {
        var target = $"oci:{_temp.Combine($"{_number++}")}";
        var migrated = await CliRun.OfAsync("migrate", folder, target, "--profile", "bindle");
        if (migrated.ExitCode == ExitCode.Source)
        {
            // Not even a bindle: parcels left out when it was staged, or names that are no paths.
            Assert.Contains("error BM2", migrated.Error, StringComparison.Ordinal);
            return;
        }

        Assert.True(migrated.ExitCode == ExitCode.Done, $"{folder}: {migrated.Error}");
        await JudgeAndRestoreAsync(folder, target);
    }

    private async Task JudgeAndRestoreAsync(string folder, string target)
    {
        var judged = await CliRun.OfAsync("verify", folder, target);
        Assert.True(judged.ExitCode == ExitCode.Done, $"{folder}: {judged.Error}");

        var back = _temp.Combine($"{_number++}");
        var restored = await CliRun.OfAsync("restore", target, back);
        Assert.True(restored.ExitCode == ExitCode.Done, $"{folder}: {restored.Error}");
        Assert.Equal(TempFolder.Fingerprint(folder), TempFolder.Fingerprint(back));
    }

    private static async Task<List<(string Source, string Id)>> ListAsync(string place)
    {
        string[] sources = Directory.GetFiles(
            place, "*.tar.gz") is { Length: > 0 } archives ? [.. archives, place] : [place];
        var found = new List<(string, string)>();
        foreach (var source in sources)
        {
            var run = await CliRun.OfAsync("inspect", source, "--output", "json");
            using var json = JsonDocument.Parse(run.Output);
            found.AddRange(json.RootElement.GetProperty("entries").EnumerateArray()
                .Select(entry => entry.GetProperty("id").GetString())
                .OfType<string>()
                .Select(id => (source, id)));
        }

        return found;
    }
}
