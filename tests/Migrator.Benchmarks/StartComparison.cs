using System.Diagnostics;
using System.Globalization;

namespace Migrator.Benchmarks;

/// <summary>
/// Starts the native binary and <c>skopeo</c> in turn, each to say its version, and prints times and peaks of memory.
/// </summary>
internal static class StartComparison
{
    private const double TimeLimit = 15;
    private const double PeakLimit = 20;
    private const double Megabyte = 1e6;

    public static Task<int> RunAsync(int runs) => CompareAsync(PublishedTool.PublishNative(), runs);

    private static async Task<int> CompareAsync(string binary, int runs)
    {
        var ours = new List<double>();
        var theirs = new List<double>();
        for (var run = -1; run < runs; run++)
        {
            var (first, second) = (await TimeAsync(binary), await TimeAsync("skopeo"));
            if (run >= 0)
            {
                ours.Add(first);
                theirs.Add(second);
            }
        }

        var (time, peak) = (Figures.Of(ours), await PeakAsync(binary));
        Console.WriteLine($"start to exit of --version, {runs} runs after one warm-up");
        Console.WriteLine($"  bindle2oci  {time.ToString("0.0", " ms")}   (below {TimeLimit})");
        Console.WriteLine($"  skopeo      {Figures.Of(theirs).ToString("0.0", " ms")}");
        Console.WriteLine($"  ratio       {Figures.Of(ours.Zip(theirs, (a, b) => a / b)).ToString("0.00", "")}");
        Console.WriteLine(FormattableString.Invariant(
            $"  peak memory {peak:0.0} MB, skopeo {await PeakAsync("skopeo"):0.0} MB   (below {PeakLimit})"));
        return time.Median < TimeLimit && peak < PeakLimit ? 0 : 1;
    }

    private static async Task<double> TimeAsync(string program)
    {
        var clock = Stopwatch.StartNew();
        await RunAsync(program, "--version");
        return clock.Elapsed.TotalMilliseconds;
    }

    // A process of some milliseconds cannot be watched from outside; GNU time has the kernel's own figure at its end.
    private static async Task<double> PeakAsync(string program)
    {
        var kilobytes = await RunAsync("/usr/bin/time", "--format=%M", program, "--version");
        return long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024 / Megabyte;
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        return process.ExitCode == 0
            ? await error
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await error}");
    }
}
