using System.Globalization;

namespace Migrator.Benchmarks;

/// <summary>
/// Runs the published command line, <see cref="UploadLoop"/> and, where asked, <c>skopeo copy</c> in turn against fresh
/// registries on this machine, and prints ratios.
/// </summary>
internal sealed class PushComparison : IDisposable
{
    private const double MiB = 1 << 20;
    private readonly string _root = MemoryDisk.Take();
    private readonly string _commandLine;
    private readonly int _width;
    private readonly Func<Task<RegistryUnderTest>> _start;

    private PushComparison(int width, Func<Task<RegistryUnderTest>> start)
    {
        (_width, _start) = (width, start);
        _commandLine = PublishedTool.Publish(_root);
    }

    private string Bindle => Path.Combine(_root, "bindle");

    private string Layout => Path.Combine(_root, "layout");

    private string Width => _width.ToString(CultureInfo.InvariantCulture);

    public static async Task<int> SmallAsync(int runs)
    {
        using var comparison = new PushComparison(width: 8, RegistryUnderTest.RealAsync);
        SampleBindle.WriteSmall(comparison.Bindle, 1000, 4096);
        return await comparison.CompareAsync("1,000 parcels of 4 KiB to docker-registry", runs, 1.10, skopeo: 0.125);
    }

    public static async Task<int> LargeAsync(int runs)
    {
        using var comparison = new PushComparison(width: 8, RegistryUnderTest.RealAsync);
        SampleBindle.WriteLarge(comparison.Bindle, 1L << 30);
        return await comparison.CompareAsync("one parcel of 1 GiB to docker-registry", runs, 1.05, skopeo: null);
    }

    public static async Task<int> SlowAsync(int runs)
    {
        using var comparison = new PushComparison(width: 16, RegistryUnderTest.SlowAsync);
        SampleBindle.WriteSmall(comparison.Bindle, 1000, 1024);
        return await comparison.CompareAsync(
            "1,000 parcels of 1 KiB to a registry 20 ms away", runs, 1.07, skopeo: null);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task<int> CompareAsync(string name, int runs, double limit, double? skopeo)
    {
        // Every parcel as a layer, and nothing besides: what the loop and skopeo can send as well.
        await Measured.RunAsync(
            _commandLine, "migrate", Bindle, $"oci:{Layout}:1.0.0", "--profile", "bindle");
        var ours = new List<Measured>();
        var loop = new List<Measured>();
        var foreign = new List<Measured>();
        for (var run = -1; run < runs; run++)
        {
            // Which of the two goes first alternates, so that neither always finds the warmer machine.
            var loopFirst = run % 2 != 0 ? await LoopAsync() : null;
            var migrated = await MigrateAsync();
            var looped = loopFirst ?? await LoopAsync();
            if (run >= 0)
            {
                ours.Add(migrated);
                loop.Add(looped);
                foreign.AddRange(skopeo is null ? [] : [await SkopeoAsync()]);
            }
        }

        return Print(name, runs, limit, skopeo, (ours, loop, foreign));
    }

    private int Print(
        string name,
        int runs,
        double limit,
        double? skopeo,
        (List<Measured> Ours, List<Measured> Loop, List<Measured> Foreign) measured)
    {
        var (ours, loop, foreign) = measured;
        var ratio = Ratio(ours, loop);
        var peak = Figures.Of(ours.Select(run => run.PeakBytes / MiB));
        var peakLimit = 64 + (0.25 * _width);
        Console.WriteLine($"{name}, {Width} at once, {runs} runs after one warm-up");
        Console.WriteLine($"  bindle2oci  {Figures.Times(ours)}");
        Console.WriteLine($"  loop        {Figures.Times(loop)}");
        Console.WriteLine($"  ratio       {ratio.ToString("0.00", "")}   (at most {limit:0.00})");
        var good = ratio.Median <= limit && peak.Max < peakLimit;
        if (skopeo is not null)
        {
            var share = Ratio(ours, foreign);
            Console.WriteLine($"  skopeo copy {Figures.Times(foreign)}");
            Console.WriteLine($"  ratio       {share.ToString("0.000", "")}   (at most {skopeo:0.000})");
            good &= share.Median <= skopeo;
        }

        Console.WriteLine($"  peak memory {peak.ToString("0", " MiB")}   (below {peakLimit:0})");
        return good ? 0 : 1;
    }

    private static Figures Ratio(List<Measured> ours, List<Measured> others) =>
        Figures.Of(ours.Zip(others, (a, b) => a.Elapsed / b.Elapsed));

    private Task<Measured> MigrateAsync() => OnceAsync(host => Measured.RunAsync(
        _commandLine, "migrate", Bindle, $"{host}/bench/app:1.0.0", "--profile", "bindle", "--concurrency", Width));

    private Task<Measured> LoopAsync() => OnceAsync(host => Measured.RunAsync(
        Environment.ProcessPath!, "push-loop", Layout, $"{host}/bench/app", Width));

    private Task<Measured> SkopeoAsync() => OnceAsync(host => Measured.RunAsync(
        "skopeo", "copy", "--dest-tls-verify=false", $"oci:{Layout}:1.0.0", $"docker://{host}/bench/app:1.0.0"));

    private async Task<Measured> OnceAsync(Func<string, Task<Measured>> run)
    {
        await using var registry = await _start();
        return await run(registry.Host);
    }
}
