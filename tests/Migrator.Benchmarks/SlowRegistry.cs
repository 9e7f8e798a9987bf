using Migrator.Testing.Registries;

namespace Migrator.Benchmarks;

/// <summary>
/// A registry that adds a time to each request, in a process of its own until its standard input ends.
/// </summary>
internal static class SlowRegistry
{
    public static async Task<int> RunAsync(TimeSpan latency)
    {
        await using var host = await RegistryHost.StartAsync(new RegistryHostOptions { Latency = latency });
        Console.WriteLine(host.Host);
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
