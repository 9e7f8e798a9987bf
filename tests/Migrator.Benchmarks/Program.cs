using Migrator.Benchmarks;

// The figures that README quotes. Every comparison alternates the published command line with a plain loop
// over the same bytes in the same run, each in a process of its own, so that a drifting machine moves both.
return args switch
{
    ["loop", var source, var target] => CopyLoop.Run(source, target),
    ["large", ..] => await Comparison.LargeAsync(Runs(args)),
    ["small", ..] => await Comparison.SmallAsync(Runs(args)),
    ["unchanged", ..] => await Comparison.UnchangedAsync(Runs(args)),
    ["groups", ..] => await GroupPasses.RunAsync(Runs(args)),
    [] or ["all", ..] => await AllAsync(Runs(args)),
    _ => Usage(),
};

static async Task<int> AllAsync(int runs) => Math.Max(
    await Comparison.LargeAsync(runs),
    Math.Max(
        await Comparison.SmallAsync(runs),
        Math.Max(await Comparison.UnchangedAsync(runs), await GroupPasses.RunAsync(runs))));

static int Runs(string[] args) => args.Length > 1 && int.TryParse(args[1], out var runs) && runs > 0 ? runs : 5;

static int Usage()
{
    Console.Error.WriteLine(
        "usage: Migrator.Benchmarks [all|large|small|unchanged|groups] [RUNS]   (default: all, 5 runs)");
    return 2;
}
