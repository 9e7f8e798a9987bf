using System.Globalization;

namespace Migrator.Benchmarks;

/// <summary>
/// Runs whole batches by the published command line, against registries in processes of their own: how near they come
/// to what latency and concurrency allow, what more apps cost, and what a second run costs. What latency and
/// concurrency allow is judged by as many bare GETs in the same minute: on a busy machine both are slower.
/// </summary>
internal sealed class BatchComparison : IDisposable
{
    private const int Apps = 1_000;
    private const int Width = 32;
    private const int Latency = 20;
    private const int SizeRuns = 3;

    // More apps than requests at once, so that there is always a request to send.
    private const int AppsAtOnce = 64;
    private const double MiB = 1 << 20;

    // A pod of the size that the README names has twice as much.
    private const double MaxPlanMiB = 256;
    private readonly string _root = MemoryDisk.Take();
    private readonly string _commandLine;
    private int _batches;
    private bool _isGood = true;

    private BatchComparison() => _commandLine = PublishedTool.Publish(_root);

    public static async Task<int> RunAsync(int runs)
    {
        using var comparison = new BatchComparison();
        await comparison.CompareWithCeilingAsync(runs, referrer: false);
        await comparison.CompareWithCeilingAsync(runs, referrer: true);
        await comparison.CompareWithLoopAsync(runs);
        await comparison.CompareSizesAsync(Apps);
        await comparison.ComparePlansAsync(10 * Apps);
        return comparison._isGood ? 0 : 1;
    }

    /// <summary>The same to Debian's docker-registry, side by side with a bare upload loop.</summary>
    public static async Task<int> RegistryAsync(int runs)
    {
        using var comparison = new BatchComparison();
        await comparison.CompareWithLoopAsync(runs);
        return comparison._isGood ? 0 : 1;
    }

    /// <summary>What twice and ten times as many apps cost, in time and memory, at a run and at a plan.</summary>
    /// <param name="apps">The least number of apps.</param>
    public static async Task<int> SizesAsync(int apps)
    {
        using var comparison = new BatchComparison();
        await comparison.CompareSizesAsync(apps);
        await comparison.ComparePlansAsync(10 * apps);
        return comparison._isGood ? 0 : 1;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    // An app: its new blobs twice, a blob known from another repository once, the manifest four times. The first app
    // with a shared blob sends it: once more. The registry plays distribution 3, which keeps no list of referrers: the
    // referrer is put, and then an index of referrers is looked for and put.
    private static int RequestsOf(int apps, bool referrer) =>
        (apps * ((2 * BatchStore.Own) + BatchStore.Shared + 4)) + BatchStore.Shared
        + (referrer ? apps * ((2 * BatchStore.OwnOfReferrer) + 3) : 0);

    private async Task CompareWithCeilingAsync(int runs, bool referrer)
    {
        var (shares, ofLoop, counts) = (new List<double>(), new List<double>(), new List<double>());
        var (looks, looked, trusts) = (new List<double>(), new List<double>(), new List<double>());
        var (firsts, seconds) = (new List<double>(), new List<double>());
        var expected = RequestsOf(Apps, referrer);
        var ceiling = TimeSpan.FromMilliseconds((double)Latency * expected / Width);
        for (var run = 0; run < runs; run++)
        {
            await using var registry = await RegistryUnderTest.SlowAsync(Latency);
            var journal = await PlanAsync(Apps, registry.Host, referrer);
            var loop = await Measured.RunAsync(
                Environment.ProcessPath!, "request-loop", registry.Host, Text(expected), Text(Width));
            await registry.CountAsync();
            var first = await RunAsync(journal);
            counts.Add(await registry.CountAsync());
            var second = await RunAsync(journal);
            looks.Add(await registry.CountAsync() / (double)Apps);
            var third = await RunAsync(journal, "--trust-journal");
            shares.Add(ceiling / first.Elapsed);
            ofLoop.Add(loop.Elapsed / first.Elapsed);
            looked.Add(first.Elapsed / second.Elapsed);
            trusts.Add(first.Elapsed / third.Elapsed);
            firsts.Add(first.Elapsed.TotalSeconds);
            seconds.Add(second.Elapsed.TotalSeconds);
        }

        var name = referrer ? "with the referrer" : "with --no-referrer";
        Console.WriteLine($"{Apps} apps of 6 blobs, half shared, {Latency} ms, {Width} at once, {name}, {runs} runs");
        Print("first run, seconds", firsts, "0.0");
        Print("second run, seconds", seconds, "0.0");
        Print("share of the ceiling of clocks", shares, "0.00", atLeast: 0.85);
        Print("share of bare GETs, as many", ofLoop, "0.00", atLeast: 0.85);
        Print($"requests ({expected} expected)", counts, "0", expected * 0.98, expected * 1.02);
        Print("second run, requests an app", looks, "0.00", atMost: 1);
        // So many times fewer requests are all that a look at each app can save: a second run comes 20 times as fast
        // when it looks at none.
        Print("second run, times as fast", looked, "0.0", atLeast: 0.75 * expected / Apps);
        Print("with --trust-journal", trusts, "0.0", atLeast: 20);
    }

    private async Task CompareWithLoopAsync(int runs)
    {
        var layout = Path.Combine(_root, "layout");
        await RunAsync(await PlanAsync(Apps, $"oci:{layout}:{{name}}", referrer: false));
        var (ofOne, ofSame, trusting) = (new List<double>(), new List<double>(), new List<double>());
        var (batches, loops) = (new List<double>(), new List<double>());
        for (var run = -1; run < runs; run++)
        {
            // Which of them goes first alternates, so that none always finds the warmer machine.
            var early = run % 2 != 0 ? await LoopsAsync(layout) : default((Measured, Measured)?);
            var ours = await MigrateAsync("");
            var trusted = await MigrateAsync("read-back = false");
            var (one, same) = early ?? await LoopsAsync(layout);
            if (run >= 0)
            {
                ofOne.Add(one.Elapsed / ours.Elapsed);
                ofSame.Add(same.Elapsed / ours.Elapsed);
                trusting.Add(same.Elapsed / trusted.Elapsed);
                batches.Add(ours.Elapsed.TotalSeconds);
                loops.Add(same.Elapsed.TotalSeconds);
            }
        }

        Console.WriteLine($"the same to docker-registry, {Width} at once, {runs} runs after one warm-up");
        Print("the batch, seconds", batches, "0.0");
        Print("the loop, same repositories", loops, "0.0");
        Print("share of that loop", ofSame, "0.00", atLeast: 0.85);
        // The loop neither looks at the tag, nor puts the manifest by its digest, nor reads it back.
        var more = RequestsOf(Apps, referrer: false) / (double)(RequestsOf(Apps, referrer: false) - (3 * Apps));
        Print("its requests a second, share", ofSame.Select(share => share * more), "0.00", atLeast: 0.85);
        Print("share of one to one repository", ofOne, "0.00", atLeast: 0.85);
        Print("with read-back = false, of the same", trusting, "0.00", atLeast: 0.85);
    }

    // Without latency all of the time is ours, and some of it noise; with the latency of a registry hardly any is.
    private async Task CompareSizesAsync(int apps)
    {
        var (slow, fast, ones) = (new List<double>(), new List<double>(), new List<Measured>());
        for (var run = 0; run < SizeRuns; run++)
        {
            slow.Add(await TimesForTwiceAsync(apps, Latency));
            ones.Add(await FreshAsync(apps, 0));
            fast.Add(await TimesForTwiceAsync(2 * apps, 0));
        }

        var ten = await FreshAsync(10 * apps, 0);
        Console.WriteLine($"{apps} to {10 * apps} apps, {SizeRuns} runs of all but the last");
        Print($"time for twice {apps}, {Latency} ms", slow, "0.00", atMost: 2.1);
        Print($"time for twice {2 * apps}, no latency", fast, "0.00", atMost: 2.1);
        Print($"peak memory at {apps} apps, MiB", ones.Select(one => one.PeakBytes / MiB), "0");
        Print(
            "times that for ten times the apps",
            ones.Select(one => ten.PeakBytes / (double)one.PeakBytes),
            "0.00",
            atMost: 1.3);
    }

    private async Task<double> TimesForTwiceAsync(int apps, int latency)
    {
        var one = await FreshAsync(apps, latency);
        var two = await FreshAsync(2 * apps, latency);
        return two.Elapsed / one.Elapsed;
    }

    // Bindles of parcels that all have: what a plan keeps of each is the same, and a store of them is soon written.
    private async Task ComparePlansAsync(int bindles)
    {
        var one = await PlanBindlesAsync(bindles);
        var ten = await PlanBindlesAsync(10 * bindles);
        Console.WriteLine($"plans of {bindles} and {10 * bindles} bindles, no latency");
        Print($"bindles a second at {10 * bindles}", [10 * bindles / ten.Elapsed.TotalSeconds], "0");
        Print($"peak memory at {bindles} bindles, MiB", [one.PeakBytes / MiB], "0");
        Print($"and at {10 * bindles} bindles, MiB", [ten.PeakBytes / MiB], "0", atMost: MaxPlanMiB);
    }

    private async Task<Measured> PlanBindlesAsync(int bindles)
    {
        await using var registry = await RegistryUnderTest.SlowAsync(0);
        var store = Path.Combine(_root, $"bindles-{bindles}");
        BatchStore.WriteShared(store, bindles);
        return await PlanAsync(store, registry.Host, "profile = \"bindle\"");
    }

    private async Task<Measured> FreshAsync(int apps, int latency)
    {
        await using var registry = await RegistryUnderTest.SlowAsync(latency);
        return await RunAsync(await PlanAsync(apps, registry.Host, referrer: false));
    }

    private async Task<Measured> MigrateAsync(string more)
    {
        await using var registry = await RegistryUnderTest.RealAsync();
        return await RunAsync(await PlanAsync(Apps, registry.Host, referrer: false, more));
    }

    private static async Task<(Measured One, Measured Same)> LoopsAsync(string layout) =>
        (await LoopAsync("push-loop", layout), await LoopAsync("push-loop-apart", layout));

    private static async Task<Measured> LoopAsync(string loop, string layout)
    {
        await using var registry = await RegistryUnderTest.RealAsync();
        return await Measured.RunAsync(
            Environment.ProcessPath!, loop, layout, $"{registry.Host}/bench/loop", Text(Width));
    }

    private Task<Measured> RunAsync(string journal, params string[] more) =>
        Measured.RunAsync(_commandLine, ["batch", "run", journal, "--concurrency", Text(Width), .. more]);

    private async Task<string> PlanAsync(int apps, string target, bool referrer, string more = "")
    {
        var store = Path.Combine(_root, $"store-{apps}");
        if (!Directory.Exists(store))
        {
            BatchStore.Write(store, apps);
        }

        await PlanAsync(store, target, $"referrer = {(referrer ? "true" : "false")}\n{more}");
        return JournalOf(_batches);
    }

    private Task<Measured> PlanAsync(string store, string target, string more)
    {
        var template = target.StartsWith("oci:", StringComparison.Ordinal) ? target : "{registry}/{name}:{tag}";
        var journal = JournalOf(++_batches);
        var file = Path.ChangeExtension(journal, ".toml");
        File.WriteAllText(file, $"""
            version = 1
            [[source]]
            store = "{store}"
            [target]
            registry = "{target}"
            template = "{template}"
            {more}
            [limits]
            apps = {AppsAtOnce}

            """);
        return Measured.RunAsync(_commandLine, "batch", "plan", file, "--concurrency", Text(Width));
    }

    private string JournalOf(int batch) => Path.Combine(_root, $"batch-{batch}.db");

    private void Print(
        string name,
        IEnumerable<double> values,
        string format,
        double atLeast = double.NegativeInfinity,
        double atMost = double.PositiveInfinity)
    {
        var figures = Figures.Of(values);
        var bounds = (double.IsFinite(atLeast) ? $"   (at least {atLeast:0.##})" : "")
            + (double.IsFinite(atMost) ? $"   (at most {atMost:0.##})" : "");
        Console.WriteLine($"  {name,-34} {figures.ToString(format, "")}{bounds}");
        _isGood &= figures.Median >= atLeast && figures.Median <= atMost;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
