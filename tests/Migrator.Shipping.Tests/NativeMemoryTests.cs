using System.Globalization;
using Migrator.Testing;

namespace Migrator.Shipping.Tests;

/// <summary>The native binary takes no more memory to start than it is promised to.</summary>
public sealed class NativeMemoryTests
{
    private const int Runs = 5;
    private const long Promised = 20_000_000;

    // GNU time has the kernel's own figure of a process at its end. Which pages of the binary are mapped in varies a
    // little with what else the machine does.
    [NativeFact]
    public async Task Version_PeakMemory_IsBelowWhatIsPromised()
    {
        var peaks = new List<long>();
        for (var run = 0; run < Runs; run++)
        {
            var version = await Tool.RunAsync(
                "/usr/bin/time", "--format=%M", NativeFactAttribute.Native.Program, "--version");
            Assert.Equal(0, version.ExitCode);
            peaks.Add(long.Parse(version.Error, CultureInfo.InvariantCulture) * 1024);
        }

        Assert.True(peaks.Max() < Promised, $"peaks in bytes: {string.Join(", ", peaks)}; at most {Promised}");
    }
}
