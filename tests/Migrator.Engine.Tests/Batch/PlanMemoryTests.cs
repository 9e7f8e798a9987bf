using Migrator.Bindle.Sources;
using Migrator.Engine.Batch;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Journal;
using Migrator.Engine.Tests.Fakes;
using Migrator.Engine.Tests.FaultMatrix;
using Migrator.Oci.Targets.Memory;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Batch;

/// <summary>
/// A plan of a large store holds no list of its bindles. Looks at the heap of the whole process, so nothing else runs
/// meanwhile.
/// </summary>
[Collection(FaultMemoryTests.Alone)]
public sealed class PlanMemoryTests
{
    private const string BatchText = """
        version = 1
        [[source]]
        server = "http://samples.test/v1/"
        [target]
        registry = "registry.test"
        profile = "bindle"

        """;

    [Fact]
    public async Task PlanAsync_HundredThousandBindles_TakesBoundedMemory()
    {
        var places = new BatchPlaces
        {
            Folder = ".",
            OpenTarget = (_, _) => Task.FromResult<Oci.Targets.ITarget>(new MemoryTarget()),
            OpenServer = (_, _, _) => Task.FromResult<IBindleSource>(
                new SampleStore(100_000) { OwnFiles = 0, SharedFiles = 1, FileBytes = 60 }),
        };
        using var folder = new TempFolder();
        var heap = new HeapWatch(every: 10_000);

        var plan = await new BatchPlanner(places, TimeProvider.System).PlanAsync(
            SampleBatch.File(BatchText),
            Path.Combine(folder.Path, "batch.db"),
            new PlanOptions { Progress = heap },
            CancellationToken.None);

        Assert.Equal(100_000, plan.Classes[PlanClass.Migrate]);
        // A row is about 700 bytes, and a hundred thousand of them would be 70 MB.
        Assert.True(heap.Growth < 24 << 20, $"The heap grew by {heap.Growth} bytes.");
    }

    private sealed class HeapWatch(long every) : IProgress<PlanProgress>
    {
        private readonly long _start = GC.GetTotalMemory(forceFullCollection: true);
        private long _most;

        public long Growth => _most - _start;

        public void Report(PlanProgress value)
        {
            if ((value.Looked > 0 ? value.Looked : value.Listed) % every == 0)
            {
                _most = Math.Max(_most, GC.GetTotalMemory(forceFullCollection: true));
            }
        }
    }
}
