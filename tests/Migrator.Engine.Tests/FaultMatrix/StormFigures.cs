using Migrator.Engine.Pipeline;
using Migrator.Engine.Resilience;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.FaultMatrix;

/// <summary>What a storm of 429 may cost.</summary>
internal static class StormFigures
{
    public static void Check(RegistryPersonality personality, MatrixJob job, MigrationOutcome outcome)
    {
        Assert.Equal(64, outcome.Counts.BlobsPushed);

        // Each refusal is answered by one request more, and by nothing else.
        var all = job.Requests.All;
        var refused = all.Count(request => request.Status == 429);
        Assert.InRange(refused, 40, 120);
        Assert.Equal(refused, job.Notices.Count(notice => notice.Kind == ResilienceNoticeKind.Retry));
        Assert.Equal(64, all.Count(request => request is { Kind: RequestKind.UploadPut, Status: 201 }));

        // The host is asked less at once and never left alone for good.
        var limits = job.Notices.Where(notice => notice.Kind == ResilienceNoticeKind.Throttled).ToList();
        Assert.NotEmpty(limits);
        Assert.All(limits, notice => Assert.InRange(notice.Limit, 1, 8));
        Assert.DoesNotContain(job.Notices, notice => notice.Kind == ResilienceNoticeKind.GivenUp);
        job.Figures =
            $"{personality}: {all.Length} requests, {refused} refused, limit down to "
            + $"{limits.Min(notice => notice.Limit)}, {job.Clock.Waits.Sum(wait => wait.TotalSeconds):0.0} s of waits";
    }
}
