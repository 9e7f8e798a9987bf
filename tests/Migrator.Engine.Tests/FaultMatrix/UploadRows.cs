using Migrator.Engine.Jobs;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.FaultMatrix;

/// <summary>Rows about uploads: broken connections, chunks, mounts and addresses.</summary>
internal static class UploadRows
{
    private const JobStatus Done = JobStatus.Done;

    internal static IEnumerable<MatrixRow> All =>
    [
        new(2, "PUT cut once", Done)
        {
            Script = job => job.Faults.When(MatrixJob.IsLongCommit, Fault.CutUploadAfter(100_000)),
            Check = (job, _) => Assert.Equal(0, job.Requests.CountOf(RequestKind.UploadPatch)),
        },
        InChunks(2, "PUT cut twice", (_, _) => { }) with
        {
            Check = (job, _) => Assert.Equal(3, job.Requests.CountOf(RequestKind.UploadPatch)),
        },
        InChunks(3, "PATCH cut, the registry says what it has", (job, kind) =>
            job.Faults.On(kind, Fault.CutUploadAfter(65_536), nth: 2)) with
        {
            Check = (job, _) => Assert.True(
                job.Requests.Of(RequestKind.UploadPatch).Sum(request => request.BodyBytes)
                <= MatrixJob.LongLength + MatrixJob.SmallChunks.ChunkBytes),
        },
        InChunks(4, "PATCH cut, distribution 2.8 refuses the session", Cut).At(RegistryPersonalities.Distribution28),
        InChunks(4, "PATCH cut, zot forgets the session", Cut).At(RegistryPersonalities.Zot),
        InChunks(5, "status says 0-0 and has nothing", (job, kind) => job.Faults.On(kind, Fault.Cut())) with
        {
            Check = (job, _) => Assert.All(
                job.Requests.Of(RequestKind.UploadPatch),
                request => Assert.False(request.Headers["Content-Range"].StartsWith("1-", StringComparison.Ordinal))),
        },
        InChunks(6, "Content-Range is ignored and bytes appended", Cut)
            .At(RegistryPersonalities.Distribution3 with { Chunks = ChunkRule.Appends }),
        InChunks(7, "PATCH acknowledges less than was sent", (job, kind) =>
            job.Faults.On(kind, Fault.KeepsOnly(100_000))),
        InChunks(7, "PATCH acknowledges more than was sent", (job, kind) =>
            job.Faults.On(kind, Fault.AcknowledgesOffset(10_000_000))),
        InChunks(8, "PATCH answers 201", (_, _) => { })
            .At(RegistryPersonalities.Distribution3 with { PatchStatus = 201 }),
        InChunks(9, "chunk too long", (_, _) => { })
            .At(RegistryPersonalities.Distribution3 with { MaxChunk = 100_000 }),
        InChunks(9, "chunk too short", (_, _) => { })
            .At(RegistryPersonalities.Distribution3 with { MinChunk = 400_000, SaysMinChunk = true }),
        new(18, "commit says 500 and is done", Done)
        {
            Script = job => job.Faults.When(MatrixJob.IsLongCommit, Fault.DoneButSays(500)),
            Check = (job, _) => Assert.Single(job.Requests.All, Commits),
        },
        new(18, "commit is done and the connection cut", Done)
        {
            Script = job => job.Faults.When(MatrixJob.IsLongCommit, Fault.DoneButCut()),
            Check = (job, _) => Assert.Single(job.Requests.All, Commits),
        },
        .. new[] { 401, 403, 405, 500 }.Select(status => new MatrixRow(23, $"mount answers {status}", Done)
        {
            Script = job => job.Faults.When(IsMount, Fault.Status(status), 1, 1000),
        }),
        new MatrixRow(24, "mount answers 202", Done)
        {
            Check = (job, outcome) => Assert.Equal(
                outcome.Counts.BlobsPushed, job.Requests.CountOf(RequestKind.UploadPost)),
        }.At(RegistryPersonalities.Distribution3 with { Mounts = MountRule.Never }),
        .. Enum.GetValues<LocationForm>().Select(form => new MatrixRow(26, $"Location is {form}", Done)
            .At(RegistryPersonalities.Distribution3 with { Location = form })),
        new MatrixRow(26, "Location leads to a host that is not allowed", JobStatus.TargetRefused)
        {
            AllowsStorageHost = false,
            MayLeaveSession = true,
            Check = (job, _) => Assert.DoesNotContain(
                job.Requests.All, request => request.Host == job.Host.StorageHost),
        }.At(RegistryPersonalities.Gar),
        new(26, "Location is missing", JobStatus.TargetRefused)
        {
            MayLeaveSession = true,
            Script = job => job.Faults.OnEvery(RequestKind.UploadPost, Fault.Location(null)),
        },
        new(27, "a blob is lost before the manifest", Done)
        {
            Script = job => job.Faults.On(RequestKind.ManifestPut, new Fault("blob lost", call =>
            {
                job.Content.Blobs.TryRemove("sha256:" + job.Source.ShaOf("long.bin"), out _);
                return call.ServeAsync();
            })),
        },
        new(27, "the registry forgets what it says it took", JobStatus.Done)
        {
            Script = job => job.Faults.When(MatrixJob.IsLongCommit, Fault.SaysCreated()),
        },
        new(0, "the session expires", Done)
        {
            Script = job => job.Faults.When(MatrixJob.IsLongCommit, Fault.SessionExpired()),
        },
        new(0, "two uploads get one session", Done)
        {
            MayLeaveSession = true,
            Parallelism = 4,
            Script = job => job.Faults.On(RequestKind.UploadPost, Fault.SessionOfAnother(), nth: 2),
        },
    ];

    private static MatrixRow InChunks(int number, string fault, Action<MatrixJob, RequestKind> script) =>
        new(number, fault, Done)
        {
            Profile = MatrixJob.SmallChunks,
            Script = job =>
            {
                job.CutTwoCommits();
                script(job, RequestKind.UploadPatch);
            },
        };

    private static void Cut(MatrixJob job, RequestKind kind) =>
        job.Faults.On(kind, Fault.CutUploadAfter(65_536), nth: 2);

    private static bool IsMount(ReceivedRequest request) => request.Query("mount") is not null;

    private static bool Commits(RecordedRequest request) =>
        request.Kind == RequestKind.UploadPut && request.ContentLength == MatrixJob.LongLength;
}
