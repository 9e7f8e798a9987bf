using System.Diagnostics;
using System.Globalization;
using Migrator.Testing.Registries;

namespace Migrator.Benchmarks;

/// <summary>A registry for one run: the next one finds nothing of it.</summary>
internal sealed class RegistryUnderTest : IAsyncDisposable
{
    private readonly RegistryProcess? _real;
    private readonly Process? _slow;

    private RegistryUnderTest(string host, RegistryProcess? real, Process? slow) =>
        (Host, _real, _slow) = (host, real, slow);

    public string Host { get; }

    /// <summary>Debian's docker-registry, set up as Debian does, with its data in a folder of its own.</summary>
    public static async Task<RegistryUnderTest> RealAsync()
    {
        var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { RemembersBlobs = true });
        return new RegistryUnderTest(registry.Host, registry, slow: null);
    }

    /// <summary>The registry of the tests, 20 ms slower on each request.</summary>
    public static Task<RegistryUnderTest> SlowAsync() => SlowAsync(20);

    /// <summary>The registry of the tests, so many milliseconds slower on each request.</summary>
    public static async Task<RegistryUnderTest> SlowAsync(int milliseconds)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, ["slow-registry", milliseconds.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var host = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The slow registry did not start.");
        return new RegistryUnderTest(host, real: null, process);
    }

    /// <summary>How many requests the slow registry got since it was asked before.</summary>
    public async Task<int> CountAsync()
    {
        await _slow!.StandardInput.WriteLineAsync();
        await _slow.StandardInput.FlushAsync();
        return int.Parse((await _slow.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (_real is not null)
        {
            await _real.DisposeAsync();
        }

        if (_slow is not null)
        {
            _slow.StandardInput.Close();
            await _slow.WaitForExitAsync();
            _slow.Dispose();
        }
    }
}
