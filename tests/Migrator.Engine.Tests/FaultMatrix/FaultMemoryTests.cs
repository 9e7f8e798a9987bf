using Migrator.Engine.Jobs;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.FaultMatrix;

/// <summary>
/// Whatever goes wrong, neither a long parcel nor an answer without end is held in memory. Counts what the whole
/// process allocates, the registry included, so nothing else runs meanwhile.
/// </summary>
[Collection(Alone)]
public sealed class FaultMemoryTests
{
    internal const string Alone = "measures memory";
    private const int ParcelBytes = 32 << 20;
    private const int MaxAllocated = ParcelBytes / 2;

    private static readonly MemoryBindle Bindle = new MemoryBindle().With("huge.bin", new string('x', ParcelBytes));

    private static readonly Dictionary<string, MatrixRow> Rows = new MatrixRow[]
    {
        new(0, "nothing goes wrong", JobStatus.Done),
        new(2, "PUT cut once", JobStatus.Done)
        {
            Script = job => job.Faults.When(IsHuge, Fault.CutUploadAfter(ParcelBytes / 2)),
        },
        new(2, "PUT cut twice, then in chunks", JobStatus.Done)
        {
            Profile = RegistryProfile.Generic with { ChunkBytes = 4 << 20 },
            Script = job => job.Faults.When(IsHuge, Fault.CutUploadAfter(ParcelBytes / 2), 1, 2),
        },
        new(49, "an error has no end", JobStatus.TargetRefused)
        {
            Script = job => job.Faults.OnEvery(RequestKind.UploadPost, Fault.EndlessBody(400)),
        },
        new(49, "a manifest has no end", JobStatus.Mismatch)
        {
            Script = job => job.Faults.OnEvery(RequestKind.ManifestGet, Fault.EndlessBody(200)),
        },
        new(49, "an error is JSON of a million brackets", JobStatus.TargetRefused)
        {
            Script = job => job.Faults.OnEvery(RequestKind.UploadPost, Fault.Answer(() =>
                new RegistryAnswer(400).WithText("application/json", new string('[', 1_000_000)))),
        },
    }.ToDictionary(row => row.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Job_Fault_AllocatesLittle(string name)
    {
        var row = Rows[name] with { Host = new RegistryHostOptions { KeepAtMost = 1 << 20 } };
        await using var job = await MatrixJob.StartAsync(row);
        row.Script(job);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var outcome = await job.RunAsync(Bindle);

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.InRange(allocated, 0, MaxAllocated);
        Assert.True(row.Status == outcome.Status, $"{outcome.Status}: {string.Join('\n', outcome.Findings)}");
        Assert.Empty(job.Host.IncompleteTags());
    }

    private static bool IsHuge(ReceivedRequest request) =>
        request.Kind == RequestKind.UploadPut
        && request.Header("Content-Length") == ParcelBytes.ToString(null, null);

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class AloneDefinition;
}
