using System.Globalization;
using Migrator.Benchmarks;

// The figures that README quotes. Every comparison alternates the published command line with a plain loop
// over the same bytes in the same run, each in a process of its own, so that a drifting machine moves both.
return args switch
{
    ["loop", var source, var target] => CopyLoop.Run(source, target),
    ["push-loop", var layout, var repository, var width] =>
        await UploadLoop.RunAsync(layout, repository, Number(width)),
    ["push-loop-apart", var layout, var repository, var width] =>
        await UploadLoop.RunApartAsync(layout, repository, Number(width)),
    ["slow-registry", var latency] => await SlowRegistry.RunAsync(
        TimeSpan.FromMilliseconds(Number(latency))),
    ["request-loop", var host, var requests, var width] =>
        await RequestLoop.RunAsync(host, Number(requests), Number(width)),
    ["serve", var store] => await ServerCopy.ServeAsync(store),
    ["server-loop", var server, var registry, var repository] =>
        await ServerCopy.LoopAsync(new Uri(server), registry, repository),
    ["server", ..] => await ServerComparison.RunAsync(Runs(args)),
    ["large", ..] => await Comparison.LargeAsync(Runs(args)),
    ["small", ..] => await Comparison.SmallAsync(Runs(args)),
    ["unchanged", ..] => await Comparison.UnchangedAsync(Runs(args)),
    ["start", ..] => await StartComparison.RunAsync(Runs(args, 20)),
    ["push-small", ..] => await PushComparison.SmallAsync(Runs(args)),
    ["push-large", ..] => await PushComparison.LargeAsync(Runs(args)),
    ["push-slow", ..] => await PushComparison.SlowAsync(Runs(args)),
    ["batch", ..] => await BatchComparison.RunAsync(Runs(args)),
    ["batch-registry", ..] => await BatchComparison.RegistryAsync(Runs(args)),
    ["batch-sizes", ..] => await BatchComparison.SizesAsync(Runs(args, 1_000)),
    ["groups", ..] => await GroupPasses.RunAsync(Runs(args)),
    ["sizes", ..] => PackageSizes.Run(),
    [] or ["all", ..] => await AllAsync(Runs(args)),
    _ => Usage(),
};

static async Task<int> AllAsync(int runs) => new[]
{
    await Comparison.LargeAsync(runs),
    await Comparison.SmallAsync(runs),
    await Comparison.UnchangedAsync(runs),
    await PushComparison.LargeAsync(runs),
    await PushComparison.SmallAsync(runs),
    await PushComparison.SlowAsync(runs),
    await ServerComparison.RunAsync(runs),
    await GroupPasses.RunAsync(runs),
    await StartComparison.RunAsync(runs),
    PackageSizes.Run(),
    await BatchComparison.RunAsync(runs),
}.Max();

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Runs(string[] args, int unlessGiven = 5) =>
    args.Length > 1 && int.TryParse(args[1], out var runs) && runs > 0 ? runs : unlessGiven;

static int Usage()
{
    Console.Error.WriteLine(
        "usage: Migrator.Benchmarks [WHAT] [RUNS]   (default: all, 5 runs; start 20)\n"
        + "WHAT: all, large, small, unchanged, server, push-large, push-small, push-slow, groups, start, sizes,\n"
        + "      batch, batch-registry (its part to docker-registry)\n"
        + "batch-sizes [APPS]: the end of batch by itself, from so many apps (default: 1000) to as many bindles a\n"
        + "      hundred times\n"
        + "BINDLE2OCI_BINARY names the native binary to measure, or is 'portable' for the program that needs .NET;\n"
        + "without it the native binary is built first.");
    return 2;
}
