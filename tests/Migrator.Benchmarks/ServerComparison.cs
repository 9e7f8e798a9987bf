using System.Diagnostics;
using Migrator.Bindle.Invoices;
using Migrator.Testing.Registries;

namespace Migrator.Benchmarks;

/// <summary>
/// One parcel of 1 GiB from a Bindle server to a real registry, against <see cref="ServerCopy.LoopAsync"/>. Server,
/// registry, migration and loop are processes of their own, so that memory is that of the migration alone.
/// </summary>
internal sealed class ServerComparison : IDisposable
{
    private const double MiB = 1 << 20;
    private const double MaxRatio = 1.15;
    private const double MaxPeak = 96;
    private readonly string _root = MemoryDisk.Take();

    public static async Task<int> RunAsync(int runs)
    {
        using var comparison = new ServerComparison();
        var store = comparison.WriteStore();
        await using var registry = await RegistryProcess.StartAsync();
        using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["serve", store])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var address = await server.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException("The Bindle server did not start.");
            return await comparison.CompareAsync(address, registry.Host, runs);
        }
        finally
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync();
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task<int> CompareAsync(string server, string registry, int runs)
    {
        var tool = PublishedTool.Publish(_root);
        Task<Measured> MigrateAsync(int run) => Measured.RunAsync(
            tool, "migrate", "bindle:bench/1.0.0", $"{registry}/bench/ours-{run + 1}:1.0.0", "--bindle-server", server);
        Task<Measured> LoopAsync(int run) => Measured.RunAsync(
            Environment.ProcessPath!, "server-loop", server, registry, $"bench/loop-{run + 1}");

        var ours = new List<Measured>();
        var loop = new List<Measured>();
        for (var run = -1; run < runs; run++)
        {
            // Which of the two goes first alternates, so that neither always finds the warmer disk.
            var loopFirst = run % 2 != 0 ? await LoopAsync(run) : null;
            var migrated = await MigrateAsync(run);
            var looped = loopFirst ?? await LoopAsync(run);
            if (run >= 0)
            {
                ours.Add(migrated);
                loop.Add(looped);
            }
        }

        var ratio = Figures.Of(ours.Zip(loop, (a, b) => a.Elapsed / b.Elapsed));
        var peak = Figures.Of(ours.Select(run => run.PeakBytes / MiB));
        Console.WriteLine($"one parcel of 1 GiB, Bindle server to docker-registry, {runs} runs after one warm-up");
        Console.WriteLine($"  bindle2oci  {Figures.Times(ours)}");
        Console.WriteLine($"  loop        {Figures.Times(loop)}");
        Console.WriteLine($"  ratio       {ratio.ToString("0.00", "")}   (at most {MaxRatio:0.00})");
        Console.WriteLine($"  peak memory {peak.ToString("0", " MiB")}   (below {MaxPeak})");
        return ratio.Median <= MaxRatio && peak.Max < MaxPeak ? 0 : 1;
    }

    // The bindle as a server's own folder has it.
    private string WriteStore()
    {
        var bindle = Path.Combine(_root, "bindle");
        SampleBindle.WriteLarge(bindle, 1L << 30);
        var store = Path.Combine(_root, "store");
        Move(
            Path.Combine(bindle, "invoice.toml"),
            Path.Combine(store, "invoices", BindleId.Parse("bench/1.0.0").StorageKey, "invoice.toml"));
        foreach (var parcel in Directory.GetFiles(Path.Combine(bindle, "parcels")))
        {
            Move(parcel, Path.Combine(store, "parcels", Path.GetFileNameWithoutExtension(parcel), "parcel.dat"));
        }

        return store;
    }

    private static void Move(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Move(from, to);
    }
}
