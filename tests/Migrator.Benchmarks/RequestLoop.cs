namespace Migrator.Benchmarks;

/// <summary>
/// So many of the smallest requests, so many at once: what latency and concurrency allow on this machine.
/// </summary>
internal static class RequestLoop
{
    public static async Task<int> RunAsync(string host, int requests, int width)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = width });
        var address = new Uri($"http://{host}/v2/");
        await Parallel.ForEachAsync(
            Enumerable.Range(0, requests),
            new ParallelOptions { MaxDegreeOfParallelism = width },
            async (_, stop) =>
            {
                using var answer = await client.GetAsync(address, stop);
                answer.EnsureSuccessStatusCode();
            });
        return 0;
    }
}
