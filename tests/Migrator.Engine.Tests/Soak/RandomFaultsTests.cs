using System.Diagnostics;
using System.Globalization;
using Migrator.Engine.Jobs;
using Migrator.Testing.Registries;
using Xunit.Abstractions;

namespace Migrator.Engine.Tests.Soak;

/// <summary>
/// Random bindles to registries of every personality while random faults happen (spec/oci-peers.md 6c, "Invariants").
/// </summary>
/// <remarks>
/// <c>tests/run</c> does 300 pushes; <c>tests/soak</c> does 10,000 by <c>SOAK_PUSHES</c>, within
/// <c>SOAK_MINUTES</c>. <c>SOAK_SEED</c> repeats a run.
/// </remarks>
public sealed class RandomFaultsTests(ITestOutputHelper output)
{
    private const int PushesOfOneHost = 10;
    private const long MaxGrowth = 64L << 20;

    [Fact]
    public async Task Pushes_RandomFaults_LeaveNothingHalfDone()
    {
        var pushes = Setting("SOAK_PUSHES") ?? 300;
        var seed = Setting("SOAK_SEED") ?? Random.Shared.Next();
        var limit = TimeSpan.FromMinutes(Setting("SOAK_MINUTES") ?? 30);
        output.WriteLine($"SOAK_SEED={seed} SOAK_PUSHES={pushes}");
        var clock = Stopwatch.StartNew();
        var tally = new Dictionary<JobStatus, int>();
        var done = 0;
        long heap = 0;
        while (done < pushes && clock.Elapsed < limit)
        {
            var round = done / PushesOfOneHost;
            var personality = RegistryPersonalities.All[round % RegistryPersonalities.All.Length];
            await using var host = await SoakHost.StartAsync(personality, seed + round);
            for (var push = 0; push < PushesOfOneHost; push++, done++)
            {
                var status = await host.PushAsync();
                tally[status] = tally.GetValueOrDefault(status) + 1;
            }

            heap = heap == 0 ? Heap() : heap;
            Assert.InRange(Heap() - heap, long.MinValue, MaxGrowth);
        }

        output.WriteLine($"{done} pushes in {clock.Elapsed.TotalSeconds:0} s: {string.Join(", ", tally)}");
        Assert.True(done >= pushes, $"{done} of {pushes} pushes were done in {limit}.");

        // Faults must have been met, and many pushes must have got through in spite of them.
        Assert.Contains(tally.Keys, status => status is not (JobStatus.Done or JobStatus.AlreadyThere));
        Assert.InRange(tally.GetValueOrDefault(JobStatus.Done), done / 4, done);
    }

    private static long Heap() => GC.GetTotalMemory(forceFullCollection: true);

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
