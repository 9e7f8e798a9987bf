using Migrator.Testing.Registries;

namespace Migrator.Benchmarks;

/// <summary>
/// A registry that adds a time to each request, in a process of its own until its standard input ends. For each line of
/// input it says how many requests came since the line before.
/// </summary>
internal static class SlowRegistry
{
    public static async Task<int> RunAsync(TimeSpan latency)
    {
        await using var host = await RegistryHost.StartAsync(new RegistryHostOptions { Latency = latency });
        Console.WriteLine(host.Host);
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(host.Requests.Count);
            host.Requests.Clear();
        }

        return 0;
    }
}
