using System.Diagnostics;
using System.Globalization;

namespace Migrator.Benchmarks;

/// <summary>One run of a program: how long it took, and the peak of its resident memory.</summary>
/// <param name="Elapsed">From start to exit.</param>
/// <param name="PeakBytes">The kernel's VmHWM of that very process, last read within 5 ms of its end.</param>
internal sealed record Measured(TimeSpan Elapsed, long PeakBytes)
{
    public static async Task<Measured> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CI"] = "true";
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var exit = process.WaitForExitAsync();
        long peak = 0;
        while (!exit.IsCompleted)
        {
            peak = Math.Max(peak, ReadPeak(process.Id));
            await Task.WhenAny(exit, Task.Delay(5));
        }

        var elapsed = clock.Elapsed;
        await output;
        return process.ExitCode == 0
            ? new Measured(elapsed, peak)
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await error}");
    }

    private static long ReadPeak(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status")
                .FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
            var kilobytes = line is null ? "0" : line["VmHWM:".Length..^"kB".Length].Trim();
            return long.Parse(kilobytes, CultureInfo.InvariantCulture) << 10;
        }
        catch (IOException)
        {
            // The process has ended between two looks; the last look stands.
            return 0;
        }
    }
}
