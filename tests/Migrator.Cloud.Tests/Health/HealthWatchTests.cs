using System.Net;
using Migrator.Cloud.Health;
using Migrator.Cloud.Tests.Hosts;
using Xunit.Abstractions;

namespace Migrator.Cloud.Tests.Health;

/// <summary>When a deploy may be called done (spec/cloud-deploy.md 4.4), on a virtual clock.</summary>
public sealed class HealthWatchTests(ITestOutputHelper output)
{
    private static readonly Uri Url = new("http://hello.test/");
    private readonly VirtualClock _clock = new();

    [Fact]
    public async Task Run_TheScriptOfTheFaq_ConvergesAfterItsEnd()
    {
        using var app = new FailoverApp(_clock, seed: 1);

        var report = await WatchAsync(app);

        Assert.Equal(HealthVerdict.Converged, report.Verdict);
        Assert.InRange(report.TimeToFirstNew!.Value.TotalSeconds, 3, 6);
        Assert.InRange(report.Overlap.TotalSeconds, 7, 11);
        Assert.InRange(report.Duration.TotalSeconds, 28, 45);
        Assert.True(report.ErrorSamples > 0);
        Assert.Equal(report.Samples, report.Seconds.Sum(second => second.New + second.Old + second.Errors));
        Assert.Equal((0, 2), (report.Seconds[0].New, report.Seconds[0].Old));
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public async Task Run_TwoHundredFailovers_AnnouncesNoneTooEarly()
    {
        var early = 0;
        var earlyByFirstMatch = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var clock = new VirtualClock();
            using var app = new FailoverApp(clock, seed);
            var report = await WatchAsync(app, clock: clock);

            Assert.Equal(HealthVerdict.Converged, report.Verdict);
            early += app.WouldAnswerOldWithin(10) ? 1 : 0;
            earlyByFirstMatch += report.Overlap > TimeSpan.Zero ? 1 : 0;
            Assert.Equal(app.LastOther, report.TimeToFirstNew!.Value + report.Overlap);
        }

        output.WriteLine($"too early, of 200: {early}; by the plugin's first match: {earlyByFirstMatch}");
        Assert.Equal(0, early);
        Assert.InRange(earlyByFirstMatch, 190, 200);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(20)]
    public async Task Run_ATailOfOldAnswers_IsMissedNoOftenerThanKSamplesMayMissIt(double percent)
    {
        const int runs = 200;
        var wrong = 0;
        for (var seed = 0; seed < runs; seed++)
        {
            var clock = new VirtualClock();
            using var app = new FailoverApp(clock, seed)
            {
                Script = [(0, 100, 0, 0), (3, percent, 100 - percent, 0)],
            };
            var report = await WatchAsync(app, clock: clock);
            wrong += report.Verdict == HealthVerdict.Converged && app.WouldAnswerOldWithin(10) ? 1 : 0;
        }

        var chance = Math.Pow(1 - (percent / 100), 30);
        output.WriteLine($"tail of {percent} %: too early {wrong} of {runs}, K samples alone {runs * chance:F1}");
        Assert.InRange(wrong, 0, (runs * chance) + (2 * Math.Sqrt(runs * chance * (1 - chance))));
    }

    [Fact]
    public async Task Run_NothingNew_TimesOutWithNone()
    {
        using var app = new FailoverApp(_clock, 1) { Script = [(0, 100, 0, 0)] };

        var report = await WatchAsync(app);

        Assert.Equal((HealthVerdict.TimedOutWithNoneNew, null), (report.Verdict, report.TimeToFirstNew));
        Assert.Equal(180, report.Duration.TotalSeconds);
        Assert.Equal(1, report.OldShare);
    }

    [Fact]
    public async Task Run_HalfAndHalfForEver_TimesOutWithSome()
    {
        using var app = new FailoverApp(_clock, 1) { Script = [(0, 50, 50, 0)] };

        Assert.Equal(HealthVerdict.TimedOutWithSomeNew, (await WatchAsync(app)).Verdict);
    }

    [Fact]
    public async Task Run_NobodyAnswers_EndsEarly()
    {
        using var app = new FailoverApp(_clock, 1) { Script = [(0, 100, 0, 0), (3, 0, 0, 100)] };

        var report = await WatchAsync(app);

        Assert.Equal(HealthVerdict.TooManyErrors, report.Verdict);
        Assert.InRange(report.Duration.TotalSeconds, 30, 70);
    }

    [Fact]
    public async Task Run_NewButNotHealthy_SaysSo()
    {
        using var app = new FailoverApp(_clock, 1) { Health = HttpStatusCode.InternalServerError };

        Assert.Equal(HealthVerdict.Unhealthy, (await WatchAsync(app)).Verdict);
    }

    [Fact]
    public async Task Run_CloudThatDisagrees_IsAWarning()
    {
        using var app = new FailoverApp(_clock, 1);

        var report = await WatchAsync(app, watched => watched with
        {
            ControlPlane = _ => Task.FromResult<string?>("it is Degraded"),
        });

        Assert.Equal(HealthVerdict.Converged, report.Verdict);
        Assert.Contains("it is Degraded", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SmokeThatFails_IsNotReady()
    {
        using var app = new FailoverApp(_clock, 1);

        var report = await WatchAsync(
            app, watched => watched with { Smoke = [new SmokeCheck("/ok"), new SmokeCheck("/fails")] });

        Assert.Equal(HealthVerdict.SmokeFailed, report.Verdict);
        Assert.Equal([true, false], report.Smoke.Select(result => result.IsPassed));
        Assert.Equal(500, report.Smoke[1].Status);
    }

    [Fact]
    public async Task Run_SmokeThatPasses_IsReady()
    {
        using var app = new FailoverApp(_clock, 1);

        var report = await WatchAsync(app, watched => watched with { Smoke = [new SmokeCheck("/fails", 500)] });

        Assert.Equal(HealthVerdict.Converged, report.Verdict);
    }

    [Fact]
    public async Task Run_TheSameArtifactAsBefore_SaysWhatCannotBeKnown()
    {
        using var app = new FailoverApp(_clock, 1) { Script = [(0, 0, 100, 0)] };

        var report = await WatchAsync(app, watched => watched with
        {
            Baseline = [new ProbeSample(DateTimeOffset.UnixEpoch, ProbeKind.Oci, FailoverApp.New)],
        });

        Assert.Equal(HealthVerdict.Converged, report.Verdict);
        Assert.Contains("cannot tell old from new", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        200, """{"name":"a","oci_image_digest":"sha256:1","bindle_version":"1.0.0+r1"}""", ProbeKind.Oci, "sha256:1")]
    [InlineData(200, """{"name":"a","bindle_version":"1.0.0+r1"}""", ProbeKind.Bindle, "1.0.0+r1")]
    [InlineData(200, """{"name":"a"}""", ProbeKind.Unmarked, null)]
    [InlineData(200, "<html>Parked</html>", ProbeKind.Odd, null)]
    [InlineData(200, "[]", ProbeKind.Odd, null)]
    [InlineData(200, "", ProbeKind.Odd, null)]
    [InlineData(204, "", ProbeKind.Odd, null)]
    [InlineData(301, "", ProbeKind.Failed, null)]
    [InlineData(404, "", ProbeKind.Gone, null)]
    [InlineData(500, "", ProbeKind.Failed, null)]
    [InlineData(503, "", ProbeKind.Gateway, null)]
    public async Task Sample_OfAnAnswer_IsWhatItIs(int status, string body, ProbeKind kind, string? identity)
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Json(body, (HttpStatusCode)status));
        using var probe = new AppProbe(host, TimeSpan.FromSeconds(5), _clock);

        var sample = await probe.SampleAsync(Url, default);

        Assert.Equal((kind, identity), (sample.Kind, sample.Identity));
        Assert.False(ExpectedImage.Of("sha256:2").IsMetBy(sample));
    }

    private Task<HealthReport> WatchAsync(
        FailoverApp app, Func<WatchedApp, WatchedApp>? change = null, VirtualClock? clock = null)
    {
        clock ??= _clock;
        var watched = new WatchedApp(Url, ExpectedImage.Of(FailoverApp.New), clock.GetUtcNow())
        {
            ControlPlane = _ => Task.FromResult<string?>(null),
        };
        return clock.RunAsync(async () =>
        {
            using var probe = new AppProbe(app, TimeSpan.FromSeconds(5), clock);
            return await new HealthWatch(probe, new HealthOptions(), clock)
                .RunAsync(change?.Invoke(watched) ?? watched, default).ConfigureAwait(false);
        });
    }
}
