using System.Collections.Immutable;
using System.Globalization;
using Migrator.Engine.Jobs;
using Migrator.Engine.Resilience;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.FaultMatrix;

/// <summary>
/// Rows about registries that are busy, in trouble or away, met with retries (rows 1, 10 to 15, 20, 52). Requests to
/// registries are HTTP/1.1, so that of row 15 the closed connection is left; the frames of HTTP/2 are in RetryTests.
/// </summary>
internal static class BusyRows
{
    private static readonly DateTimeOffset RegistrysNow = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    internal static IEnumerable<MatrixRow> All =>
    [
        Row(1, "the registry is away for two tries", JobStatus.Done) with
        {
            Script = job => job.Faults.When(_ => true, Fault.Cut(), 1, 2),
            Check = (job, _) => AssertRetries(job, 2, "the connection broke"),
        },
        Row(1, "nobody listens, asked four times", JobStatus.Temporary) with
        {
            Script = job => job.OtherHost = "localhost:1",
            Check = (job, outcome) =>
            {
                AssertRetries(job, 3, "no connection");
                Assert.InRange(job.Clock.Waits.Sum(wait => wait.TotalSeconds), 0.5, 2);
                AssertSays(outcome.Findings, "localhost:1");
                AssertSays(outcome.Findings, "after 4 tries");
            },
        },
        .. Kinds.Select(kind => Busy(10, $"429 for {kind} with seconds", kind, () => ThrottleForm.Header("7"), 7)),
        Busy(10, "503 for UploadPost with seconds", RequestKind.UploadPost, () => ThrottleForm.Unavailable("7"), 7),
        Busy(10, "503 for UploadPut with seconds", RequestKind.UploadPut, () => ThrottleForm.Unavailable("7"), 7),
        Busy(10, "429 with no seconds", RequestKind.UploadPost, () => ThrottleForm.Header("0"), 0),
        Busy(10, "429 with negative seconds", RequestKind.UploadPost, () => ThrottleForm.Header("-5"), 0),
        Busy(11, "429 with a date by a clock long past", RequestKind.UploadPut, () => Date(9), 9),
        Busy(11, "429 with a date in the past", RequestKind.UploadPut, () => Date(-3600), 0),
        Backoff(11, "429 with nonsense", () => ThrottleForm.Header("soon")),
        Busy(12, "429 with a hint in the body", RequestKind.UploadPut, () => ThrottleForm.InBody("2m3.5s"), 123.5),
        Busy(12, "429 with GHCR's hint", RequestKind.UploadPut, () => ThrottleForm.InBody("10.48ms"), 0.011),
        Backoff(12, "429 with no hint", ThrottleForm.Bare),
        Backoff(12, "429 with a page for people", ThrottleForm.Page),
        Row(12, "429 with a body that has no end", JobStatus.Done) with
        {
            Script = job => job.Faults.On(RequestKind.UploadPost, Fault.EndlessBody(429)),
            Check = (job, _) => Assert.InRange(job.Host.EndlessBytes, 0, 100_000_000),
        },
        .. new[] { RequestKind.ManifestHead, RequestKind.UploadPost, RequestKind.UploadPut }.Select(kind =>
            Row(13, $"429 for {kind} asks for an hour", JobStatus.Temporary) with
            {
                Script = job => job.Faults.OnEvery(kind, Fault.Throttled(() => ThrottleForm.Header("3600"))),
                Check = (job, outcome) =>
                {
                    Assert.Empty(job.Clock.Waits);
                    Assert.Equal(1, job.Requests.CountOf(kind));
                    AssertSays(outcome.Findings, "3600 seconds");
                    AssertSays(outcome.Findings, "--retry-max-wait");
                },
            }),
        // 500 for a mount is a no to the mount: row 23.
        .. new[] { 408, 500, 502, 503, 504 }.SelectMany(status => Idempotent
            .Where(kind => (kind, status) is not (RequestKind.UploadPost, 500))
            .Select(kind => Row(14, $"{status} three times for {kind}", JobStatus.Done) with
            {
                Script = job => job.Faults.OnFirst(kind, 3, Fault.Status(status)),
                Check = (job, _) => AssertRetries(job, 3, $"status {status}"),
            })),
        Row(14, "503 without end for an upload's start", JobStatus.Temporary) with
        {
            Script = job => job.Faults.OnEvery(RequestKind.UploadPost, Fault.Status(503)),
            Check = (job, outcome) =>
            {
                // Six tries of one request, and not six times five.
                Assert.Equal(6, job.Requests.CountOf(RequestKind.UploadPost));
                AssertSays(outcome.Findings, "after 6 tries");
            },
        },
        Row(14, "500 without end for a commit", JobStatus.Temporary) with
        {
            Script = job => job.Faults.When(MatrixJob.IsLongCommit, Fault.Status(500), 1, int.MaxValue),

            // The client's own five attempts, with a look before each, and waits between them.
            Check = (job, _) =>
            {
                Assert.Equal(5, job.Requests.All.Count(request => request.ContentLength == MatrixJob.LongLength));
                Assert.Equal(4, job.Clock.Waits.Count);
            },
        },
        Row(14, "429 without end for a commit", JobStatus.Temporary) with
        {
            Resilience = new ResilienceOptions { Retries = 1, RetryMaxWait = TimeSpan.FromMinutes(1) },
            Script = job => job.Faults.OnEvery(RequestKind.UploadPut, Fault.Throttled(() => ThrottleForm.Header("25"))),
            Check = (job, _) =>
            {
                // Two minutes are granted, and nothing above the handler asks again.
                Assert.Equal(5, job.Requests.CountOf(RequestKind.UploadPut));
                Assert.Equal(1, job.Requests.CountOf(RequestKind.UploadPost));
            },
        },
        Row(14, "an upload's start is done and its answer lost", JobStatus.Done) with
        {
            // Where the first upload is was never told, so nobody can close it; the registry drops it in time.
            MayLeaveSession = true,
            Script = job => job.Faults.On(RequestKind.UploadPost, Fault.DoneButCut()),
            Check = (job, _) => AssertRetries(job, 1, "the connection broke"),
        },
        Row(15, "each connection is closed behind its request, and 429 comes in between", JobStatus.Done) with
        {
            Script = job => job.Faults
                .When(request => request.Kind == RequestKind.UploadPut, Fault.Throttled(), 2)
                .When(_ => true, Fault.GoAway(), 1, int.MaxValue),
            Check = (job, _) => Assert.All(job.Requests.All, request => Assert.Equal("HTTP/1.1", request.Protocol)),
        },
        Row(20, "the token server is down for three tries", JobStatus.Done) with
        {
            Host = new RegistryHostOptions { Tokens = new RegistryTokens() },
            Credentials = AccessRows.Login,
            Script = job => job.Faults.OnFirst(RequestKind.Token, 3, Fault.Status(503)),
            Check = (job, _) => AssertRetries(job, 3, "status 503"),
        },
        Row(20, "the token server is busy", JobStatus.Done) with
        {
            Host = new RegistryHostOptions { Tokens = new RegistryTokens() },
            Credentials = AccessRows.Login,
            Script = job => job.Faults.On(RequestKind.Token, Fault.Throttled(() => ThrottleForm.Header("7"))),
            Check = (job, _) => Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(job.Clock.Waits)),
        },
        Row(52, "maintenance, told by 503 and an hour", JobStatus.Temporary) with
        {
            Script = job => job.Faults.When(
                _ => true, Fault.Answer(() => ThrottleForm.Unavailable("3600")), 1, int.MaxValue),
            Check = (job, _) =>
            {
                Assert.Empty(job.Clock.Waits);
                Assert.Single(job.Requests.All);
            },
        },
        .. RegistryPersonalities.All.Select(Storm),
    ];

    private static ImmutableArray<RequestKind> Kinds =>
        [RequestKind.ManifestHead, RequestKind.UploadPost, RequestKind.UploadPut, RequestKind.ManifestPut];

    private static ImmutableArray<RequestKind> Idempotent =>
        [RequestKind.ManifestHead, RequestKind.UploadPost, RequestKind.ManifestPut, RequestKind.ManifestGet];

    private static MatrixRow Row(int number, string fault, JobStatus status) =>
        new(number, fault, status) { Resilience = new ResilienceOptions() };

    private static MatrixRow Busy(int number, string fault, RequestKind kind, Func<RegistryAnswer> form, double wait) =>
        Row(number, fault, JobStatus.Done) with
        {
            Script = job => job.Faults.On(kind, Fault.Throttled(form)),
            Check = (job, _) =>
            {
                var waits = wait == 0 ? Array.Empty<TimeSpan>() : [TimeSpan.FromSeconds(wait)];
                Assert.Equal(waits, job.Clock.Waits);
                Assert.Equal(8, Assert.Single(job.Notices, Is(ResilienceNoticeKind.Throttled)).Limit);
                Assert.DoesNotContain(job.Notices, notice => notice.Kind == ResilienceNoticeKind.GivenUp);
            },
        };

    private static MatrixRow Backoff(int number, string fault, Func<RegistryAnswer> form) =>
        Row(number, fault, JobStatus.Done) with
        {
            Script = job => job.Faults.OnFirst(RequestKind.UploadPut, 3, Fault.Throttled(form)),
            Check = (job, _) => Assert.Collection(
                job.Clock.Waits,
                wait => Assert.InRange(wait.TotalSeconds, 0.5, 1),
                wait => Assert.InRange(wait.TotalSeconds, 1, 2),
                wait => Assert.InRange(wait.TotalSeconds, 2, 4)),
        };

    // Every third request is refused in the registry's own form, from the first to the last.
    private static MatrixRow Storm(RegistryPersonality personality) =>
        Row(12, $"a storm of 429 at {personality}", JobStatus.Done) with
        {
            Host = new RegistryHostOptions { Personality = personality },
            Profile = personality == RegistryPersonalities.FermyonCloud
                ? Oci.Targets.Registry.RegistryProfile.FermyonCloud
                : null,
            Parallelism = 16,
            MayLeaveSession = true,
            Script = job =>
            {
                job.Host.Repository(MatrixJob.Repository);
                for (var number = 0; number < 60; number++)
                {
                    job.Source.With($"small{number.ToString(CultureInfo.InvariantCulture)}.txt", $"small {number}");
                }

                var count = 0;
                job.Faults.When(
                    _ => Interlocked.Increment(ref count) % 3 == 0, Fault.Throttled(), 1, int.MaxValue);
            },
            Check = (job, outcome) => StormFigures.Check(personality, job, outcome),
        };

    private static DateTimeOffset Later(int seconds) => RegistrysNow.AddSeconds(seconds);

    private static RegistryAnswer Date(int seconds) => ThrottleForm.Date(RegistrysNow, Later(seconds));

    private static Predicate<ResilienceNotice> Is(ResilienceNoticeKind kind) => notice => notice.Kind == kind;

    private static void AssertRetries(MatrixJob job, int count, string reason) => Assert.Equal(
        Enumerable.Repeat(reason, count),
        job.Notices.Where(notice => notice.Kind == ResilienceNoticeKind.Retry).Select(notice => notice.Reason));

    private static void AssertSays(IEnumerable<Bindle.Verification.Finding> findings, string text) =>
        Assert.Contains(findings, finding => finding.Message.Contains(text, StringComparison.Ordinal));
}
