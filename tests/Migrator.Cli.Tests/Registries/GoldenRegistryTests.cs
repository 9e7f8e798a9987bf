using Migrator.Bindle.Invoices;
using Migrator.Cli.Tests.EndToEnd;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Registries;

/// <summary>
/// Every golden bindle goes into Debian's registry, beside its app and by itself, and comes back bit for bit.
/// </summary>
public sealed class GoldenRegistryTests(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private static readonly ParallelOptions Four = new() { MaxDegreeOfParallelism = 4 };

    /// <param name="set">Where the bindles are.</param>
    /// <param name="bindles">How many come back by the tag of their bindle; the others lack parcels.</param>
    /// <param name="apps">How many come back by the tag of their app; Spin cannot hold the others.</param>
    [SharedTheory]
    [InlineData("spin", 256, 248)]
    [InlineData("hippofacts", 33, 29)]
    [InlineData("wagi", 8, 7)]
    [InlineData("bindle-server/stores/standalone", 4, 1)]
    public async Task EveryBindle_ComesBackByTheTagOfItsAppAndOfItsBindle(string set, int bindles, int apps)
    {
        var folders = Directory
            .EnumerateFiles(SharedData.Combine("golden", set), "invoice.toml", SearchOption.AllDirectories)
            .Select(invoice => Path.GetDirectoryName(invoice)!);
        var (asBindle, asApp) = (0, 0);
        await Parallel.ForEachAsync(folders.Index(), Four, async (folder, _) =>
        {
            var (number, bindle) = ($"{folder.Index}", folder.Item);
            Count(ref asApp, await ComesBackAsync(bindle, bindle, Place(set, number, "app")));
            Count(
                ref asBindle,
                await ComesBackAsync(bindle, bindle, Place(set, number, "bindle"), "--profile", "bindle"));
        });

        Assert.Equal((bindles, apps), (asBindle, asApp));
    }

    /// <summary>A store has bindles by their names; they come back as folders of their own.</summary>
    [SharedTheory]
    [InlineData("file", 13)]
    [InlineData("client-cache", 8)]
    public async Task EveryBindleOfAStore_ComesBack(string name, int bindles)
    {
        var store = SharedData.Combine("golden", "bindle-server", "stores", name);
        var back = 0;
        foreach (var file in Directory.EnumerateFiles(store, "invoice.toml", SearchOption.AllDirectories))
        {
            using var expected = new TempFolder();
            var invoice = InvoiceToml.Read(await File.ReadAllBytesAsync(file), file).Invoice!;
            Export(store, file, invoice, expected);
            var key = Path.GetFileName(Path.GetDirectoryName(file)!);
            string[] flags = ["--id", $"{invoice.Id}", "--include-yanked", "--profile", "bindle"];
            Count(ref back, await ComesBackAsync(store, expected.Path, Place(name, key, "bindle"), flags));
        }

        Assert.Equal(bindles, back);
    }

    private string Place(string set, string bindle, string tag) => $"{registry.Host}/golden/{set}/{bindle}:{tag}";

    private static void Count(ref int count, bool isOne) => Interlocked.Add(ref count, isOne ? 1 : 0);

    /// <summary>Copies one bindle of a store's folder into a standalone folder, where its parcels are there.</summary>
    private static void Export(string store, string invoiceFile, Invoice invoice, TempFolder folder)
    {
        Directory.CreateDirectory(folder.Combine("parcels"));
        File.Copy(invoiceFile, folder.Combine("invoice.toml"));
        foreach (var sha256 in invoice.Parcels.Select(parcel => parcel.Label.Sha256).Distinct())
        {
            var parcel = Path.Combine(store, "parcels", sha256, "parcel.dat");
            if (File.Exists(parcel))
            {
                File.Copy(parcel, folder.Combine("parcels", sha256 + ".dat"));
            }
        }
    }

    private static async Task<bool> ComesBackAsync(
        string source, string bindle, string place, params string[] flags)
    {
        var migrated = await CliRun.OfAsync(["migrate", source, place, .. flags]);
        if (migrated.ExitCode == ExitCode.Source)
        {
            // GoldenSweepTests names these.
            return false;
        }

        Assert.True(migrated.ExitCode == ExitCode.Done, $"{bindle}: {migrated.Error}");
        using var back = new TempFolder();
        var restored = await CliRun.OfAsync("restore", place, back.Combine("it"));
        Assert.True(restored.ExitCode == ExitCode.Done, $"{bindle}: {restored.Error}");
        Assert.Equal(TempFolder.Fingerprint(bindle), TempFolder.Fingerprint(back.Combine("it")));
        return true;
    }
}
