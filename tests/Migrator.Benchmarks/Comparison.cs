namespace Migrator.Benchmarks;

/// <summary>Runs the published command line against <see cref="CopyLoop"/> in turn and prints ratios.</summary>
internal sealed class Comparison : IDisposable
{
    private const double MiB = 1 << 20;
    private readonly string _root = Directory.CreateTempSubdirectory("bindle2oci-bench-").FullName;
    private readonly string _commandLine;

    private Comparison() => _commandLine = PublishedTool.Publish(_root);

    private string Bindle => Path.Combine(_root, "bindle");

    public static async Task<int> LargeAsync(int runs)
    {
        using var comparison = new Comparison();
        SampleBindle.WriteLarge(comparison.Bindle, 1L << 30);
        return await comparison.CompareAsync("one parcel of 1 GiB", runs, limit: 1.3, peakLimit: 96);
    }

    public static async Task<int> SmallAsync(int runs)
    {
        using var comparison = new Comparison();
        SampleBindle.WriteSmall(comparison.Bindle, 1000, 4096);
        return await comparison.CompareAsync("1,000 parcels of 4 KiB", runs, limit: 1.5, peakLimit: null);
    }

    public static async Task<int> UnchangedAsync(int runs)
    {
        using var comparison = new Comparison();
        SampleBindle.WriteLarge(comparison.Bindle, 1L << 30);
        var layout = comparison.Fresh("layout");
        var first = await comparison.MigrateAsync(layout);
        var again = new List<Measured>();
        for (var run = 0; run < runs; run++)
        {
            again.Add(await comparison.MigrateAsync(layout));
        }

        Console.WriteLine("an app of 1 GiB that is already there");
        Console.WriteLine($"  first time  {first.Elapsed.TotalMilliseconds:0} ms");
        Console.WriteLine($"  again       {Figures.Times(again)}");
        return 0;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task<int> CompareAsync(string name, int runs, double limit, double? peakLimit)
    {
        var ours = new List<Measured>();
        var loop = new List<Measured>();
        for (var run = -1; run < runs; run++)
        {
            // Which of the two goes first alternates, so that neither always finds the warmer disk.
            var loopFirst = run % 2 != 0 ? await LoopAsync() : null;
            var migrated = await MigrateAsync(Fresh("layout"));
            var looped = loopFirst ?? await LoopAsync();
            if (run >= 0)
            {
                ours.Add(migrated);
                loop.Add(looped);
            }
        }

        var ratio = Figures.Of(ours.Zip(loop, (a, b) => a.Elapsed / b.Elapsed));
        var peak = Figures.Of(ours.Select(run => run.PeakBytes / MiB));
        Console.WriteLine($"{name}, disk to layout, {runs} runs after one warm-up");
        Console.WriteLine($"  bindle2oci  {Figures.Times(ours)}");
        Console.WriteLine($"  loop        {Figures.Times(loop)}");
        Console.WriteLine($"  ratio       {ratio.ToString("0.00", "")}   (at most {limit:0.00})");
        var bound = peakLimit is null ? "" : $"   (below {peakLimit})";
        Console.WriteLine($"  peak memory {peak.ToString("0", " MiB")}{bound}");
        return ratio.Median <= limit && !(peak.Max >= peakLimit) ? 0 : 1;
    }

    private Task<Measured> MigrateAsync(string layout) =>
        Measured.RunAsync(_commandLine, "migrate", Bindle, $"oci:{layout}:1.0.0");

    private Task<Measured> LoopAsync() => Measured.RunAsync(Environment.ProcessPath!, "loop", Bindle, Fresh("loop"));

    private string Fresh(string name)
    {
        var folder = Path.Combine(_root, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return folder;
    }
}
