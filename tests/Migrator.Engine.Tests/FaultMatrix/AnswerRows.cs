using System.Collections.Immutable;
using System.Net;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.FaultMatrix;

/// <summary>Rows about answers: refusals, nonsense, limits, and registries that are none.</summary>
internal static class AnswerRows
{
    private const JobStatus Refused = JobStatus.TargetRefused;

    internal static IEnumerable<MatrixRow> All =>
    [
        new(1, "nobody listens", JobStatus.Temporary)
        {
            Script = job => job.OtherHost = "localhost:1",
            Check = (_, outcome) => AssertSays(outcome, "localhost:1"),
        },
        new(1, "the name is not known", JobStatus.Temporary)
        {
            Script = job => job.OtherHost = "registry.invalid",
            Check = (_, outcome) => AssertSays(outcome, "registry.invalid"),
        },
        new(14, "503 for every upload", JobStatus.Temporary)
        {
            Script = job => job.Faults.OnEvery(RequestKind.UploadPost, Fault.Status(503)),
        },
        new(14, "502 once for a commit", JobStatus.Done)
        {
            Script = job => job.Faults.When(MatrixJob.IsLongCommit, Fault.Status(502)),
        },
        new(15, "the registry closes each connection", JobStatus.Done)
        {
            Script = job => job.Faults.When(_ => true, Fault.GoAway(), 1, int.MaxValue),
        },
        Refusal(28, "a media type is not taken", RegistryPersonalities.Zot with { ContentTypes = ["text/html"] }),
        Refusal(28, "the manifest is too large", RegistryPersonalities.Distribution3 with { MaxManifest = 100 }),
        new(29, "more layers than the profile says", Refused)
        {
            Profile = RegistryProfile.Generic with { MaxLayers = 2 },
            Check = (job, _) => Assert.All(
                job.Requests.All, request => Assert.True(request.Method is "GET" or "HEAD", request.ToString())),
        },
        new(30, "a blob's answer names another digest", JobStatus.Mismatch)
        {
            Script = job => job.Faults.When(MatrixJob.IsLongCommit, Fault.WrongDigest()),
            Check = (job, outcome) =>
            {
                Assert.Equal("BM4006", Assert.Single(outcome.Findings, finding => finding.IsError).Code);
                Assert.Equal(0, job.Requests.CountOf(RequestKind.ManifestPut));
            },
        },
        new(30, "the manifest's answer names another digest", JobStatus.Mismatch)
        {
            Script = job => job.Faults.On(RequestKind.ManifestPut, Fault.WrongDigest()),
        },
        .. Conflicts,
        new(40, "a parcel has no bytes", JobStatus.Done)
        {
            Script = job => job.Source.With("empty.txt", ""),
            Check = (job, _) => Assert.Contains(job.Content.Blobs.Values, blob => blob.Size == 0),
        },
        .. new[] { (502, JobStatus.Temporary), (200, Refused) }.Select(page => new MatrixRow(
            47, $"a proxy answers {page.Item1} with a page", page.Item2)
        {
            Script = job => job.Faults.When(_ => true, Fault.Html(page.Item1), 1, int.MaxValue),
            Check = (_, outcome) => Assert.All(
                outcome.Findings,
                finding => Assert.DoesNotContain("<html>", finding.Message, StringComparison.Ordinal)),
        }),
        new(47, "a proxy wants a login", JobStatus.Credentials)
        {
            Script = job => job.Faults.When(_ => true, Fault.Status(407), 1, int.MaxValue),
        },
        new(49, "headers are longer than a client reads", Refused)
        {
            Script = job => job.Faults.OnEvery(RequestKind.ManifestHead, Fault.HugeHeaders(200_000)),
        },
        Endless(400, Refused),
        Endless(500, JobStatus.Temporary),
        new(49, "an error is JSON of a million brackets", Refused)
        {
            Script = job => job.Faults.OnEvery(RequestKind.UploadPost, Fault.Answer(() =>
                new RegistryAnswer(400).WithText("application/json", new string('[', 1_000_000)))),
        },
        new(52, "the registry takes no writes", JobStatus.Temporary)
        {
            Script = job => job.Faults.OnEvery(RequestKind.UploadPost, Fault.Status(405, "UNSUPPORTED", "read-only")),
        },
        .. QuotaAnswers.Select(full =>
            new MatrixRow(53, $"the quota is used up, told by {full.Status} {full.Code}", Refused)
            {
                Script = job => job.Faults.OnEvery(
                    RequestKind.UploadPut,
                    Fault.Status(full.Status, full.Code, "adding 5 MiB exceeds the storage quota of 1 GiB")),
                Check = (job, _) => Assert.InRange(job.Requests.CountOf(RequestKind.UploadPut), 1, 4),
            }),
        new(54, "the registry warns", JobStatus.Done)
        {
            Script = job => job.Faults.When(
                _ => true, Fault.ExtraHeader("Warning", "299 - \"tags end on Friday\""), 1, int.MaxValue),
            Check = (job, _) => Assert.Contains(
                "tags end on Friday", Assert.Single(job.Warnings), StringComparison.Ordinal),
        },
    ];

    private static (int Status, string Code)[] QuotaAnswers =>
        [(403, "DENIED"), (412, "PRECONDITION"), (413, "DENIED"), (413, "SIZE_INVALID"), (507, "UNKNOWN")];

    private static ImmutableArray<MatrixRow> Conflicts =>
    [
        new(31, "the tag is taken", Refused)
        {
            Script = job => TakeTag(job),
            Check = (job, _) => Assert.Equal(0, job.Requests.CountOf(RequestKind.UploadPost)),
        },
        new(31, "the registry lets no tag move", Refused)
        {
            Script = job => job.Faults.When(
                request => request.Kind == RequestKind.ManifestPut && request.Reference == MatrixJob.Tag,
                Fault.Status(400, "TAG_INVALID", "the tag is immutable")),
        },
    ];

    private static void TakeTag(MatrixJob job)
    {
        var manifest = """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}"""u8;
        job.TagBefore = job.Host.AddManifest(
            MatrixJob.Repository, MatrixJob.Tag, "application/vnd.oci.image.index.v1+json", manifest.ToArray());
    }

    private static MatrixRow Refusal(int number, string fault, RegistryPersonality personality) =>
        new MatrixRow(number, fault, Refused)
        {
            Check = (job, _) => Assert.Equal(1, job.Requests.CountOf(RequestKind.ManifestPut)),
        }.At(personality);

    private static MatrixRow Endless(int status, JobStatus expected) =>
        new(49, $"an error of {status} has no end", expected)
        {
            Script = job => job.Faults.OnEvery(RequestKind.UploadPost, Fault.EndlessBody(status)),
            Check = (job, _) => Assert.InRange(job.Host.EndlessBytes, 0, 100_000_000),
        };

    private static void AssertSays(MigrationOutcome outcome, string text) =>
        Assert.Contains(outcome.Findings, finding => finding.Message.Contains(text, StringComparison.Ordinal));
}
