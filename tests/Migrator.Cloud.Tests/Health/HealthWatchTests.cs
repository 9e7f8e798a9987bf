using System.Net;
using Migrator.Cloud.Health;
using Migrator.Cloud.Tests.Hosts;
using Migrator.StandIn.Edge;
using Migrator.Testing;

namespace Migrator.Cloud.Tests.Health;

/// <summary>When a deploy may be called done (spec/cloud-deploy.md 4.4), on a virtual clock.</summary>
public sealed class HealthWatchTests
{
    private static readonly Uri Url = new("http://hello.test/");
    private readonly VirtualClock _clock = new();

    [Fact]
    public async Task Run_TheScriptOfTheFaq_ConvergesAfterItsEnd()
    {
        using var app = new FailoverApp(_clock, seed: 1);

        var report = await WatchAsync(app);

        Assert.Equal(HealthVerdict.Converged, report.Verdict);
        Assert.InRange(report.TimeToFirstNew!.Value.TotalSeconds, 3, 4);
        Assert.InRange(report.Overlap.TotalSeconds, 10, 11);
        Assert.InRange(report.Duration.TotalSeconds, 28, 45);
        Assert.True(report.ErrorSamples > 0);
        Assert.Equal(report.Samples, report.Seconds.Sum(second => second.New + second.Old + second.Errors));
        Assert.Equal((0, 40), (report.Seconds[0].New, report.Seconds[0].Old));
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public async Task Run_QuietBeginning_IsAskedLessAfterIt()
    {
        using var app = new FailoverApp(_clock, 1) { Script = FailoverScript.Immediate };
        var report = await WatchAsync(app, watched => watched with
        {
            ControlPlane = _ => Task.FromResult<string?>(_clock.Elapsed.TotalSeconds < 24 ? "not yet" : null),
        });

        Assert.All(report.Seconds.Take(20), second => Assert.Equal(40, second.New));
        Assert.All(report.Seconds.Skip(20).SkipLast(1), second => Assert.Equal(2, second.New));
    }

    [Fact]
    public async Task Run_LongRowNeeded_IsAskedAsOftenAsMayBeOnTheirWay()
    {
        using var app = new FailoverApp(_clock, 1) { Script = FailoverScript.Parse("0:0/100, 19:50/50, 30:0/100") };

        var report = await WatchAsync(app);

        Assert.Equal(HealthVerdict.Converged, report.Verdict);
        Assert.All(report.Seconds.Skip(22).SkipLast(1), second => Assert.Equal(8, second.New + second.Old));
    }

    [Fact]
    public async Task Run_EverySecond_IsToldWhenItIsOver()
    {
        using var app = new FailoverApp(_clock, 1);
        var activatedAt = _clock.GetUtcNow();
        var told = new List<(SecondShare Share, double At)>();
        var watched = new WatchedApp(Url, ExpectedImage.Of(FailoverApp.New), activatedAt)
        {
            ControlPlane = _ => Task.FromResult<string?>(null),
        };

        var report = await _clock.RunAsync(async () =>
        {
            using var probe = new AppProbe(app, TimeSpan.FromSeconds(5), _clock);
            var watch = new HealthWatch(
                probe,
                new HealthOptions(),
                _clock,
                second => told.Add((second, (_clock.GetUtcNow() - activatedAt).TotalSeconds)));
            return await watch.RunAsync(watched, default).ConfigureAwait(false);
        });

        Assert.Equal(report.Seconds, told.Select(second => second.Share));
        Assert.All(
            told.SkipLast(1),
            second => Assert.InRange(second.At, second.Share.Second + 1, second.Share.Second + 2));
    }

    [Fact]
    public async Task Run_NothingNew_TimesOutWithNone()
    {
        using var app = new FailoverApp(_clock, 1) { Script = FailoverScript.Parse("0:100/0") };

        var report = await WatchAsync(app);

        Assert.Equal((HealthVerdict.TimedOutWithNoneNew, null), (report.Verdict, report.TimeToFirstNew));
        Assert.Equal(180, report.Duration.TotalSeconds);
        Assert.Equal(1, report.OldShare);
    }

    [Fact]
    public async Task Run_HalfAndHalfForEver_TimesOutWithSome()
    {
        using var app = new FailoverApp(_clock, 1) { Script = FailoverScript.Parse("0:50/50") };

        Assert.Equal(HealthVerdict.TimedOutWithSomeNew, (await WatchAsync(app)).Verdict);
    }

    [Fact]
    public async Task Run_NobodyAnswers_EndsEarly()
    {
        using var app = new FailoverApp(_clock, 1) { Script = FailoverScript.Parse("0:100/0, 3:0/0/100") };

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
    public async Task Run_SmokeOfAWholeUrl_AsksThatHostWithoutAToken()
    {
        using var app = new FailoverApp(_clock, 1);

        var report = await WatchAsync(app, watched => watched with
        {
            Smoke = [new SmokeCheck("https://shop.example.com/ping?deep=1"), new SmokeCheck("//other.test/ping")],
        });

        Assert.Equal(HealthVerdict.Converged, report.Verdict);
        Assert.Equal(
            ["https://shop.example.com/ping?deep=1", "http://hello.test//other.test/ping"],
            report.Smoke.Select(result => result.Url.AbsoluteUri));
        Assert.Equal(report.Smoke.Select(result => result.Url), app.Asked.Select(request => request.RequestUri));
        Assert.All(app.Asked, request => Assert.Null(request.Headers.Authorization));
    }

    [Fact]
    public async Task Run_NewAppWhoseHostIsNotKnownAtFirst_WaitsForIt()
    {
        using var app = new FailoverApp(_clock, 1) { Script = FailoverScript.Parse("0:0/0/0/100, 90:0/100") };

        var report = await WatchAsync(app);

        Assert.Equal(HealthVerdict.Converged, report.Verdict);
        Assert.InRange(report.TimeToFirstNew!.Value.TotalSeconds, 90, 91);
    }

    [Fact]
    public async Task Run_ALateOldAnswer_AsksForAFarLongerRow()
    {
        var script = FailoverScript.Parse("0:100/0, 19.75:0/100, 25:100/0, 25.5:0/100");
        using var app = new FailoverApp(_clock, 1) { Script = script };

        var report = await WatchAsync(app);

        // Ten new answers and ten more, half a second apart, came before the old one, so 210 must follow it.
        Assert.Equal(HealthVerdict.Converged, report.Verdict);
        Assert.InRange(report.Duration.TotalSeconds, 25.5 + (209 / 8.0), 25.5 + (209 / 8.0) + 4);
    }

    [Fact]
    public async Task Run_SlowApp_IsWatchedByFourAtOnce()
    {
        using var app = new FailoverApp(_clock, 1) { Latency = TimeSpan.FromSeconds(4) };

        var report = await WatchAsync(app);

        Assert.Equal((HealthVerdict.Converged, 4 + 1), (report.Verdict, app.MostInFlight));
    }

    [Fact]
    public async Task Run_AppThatAnswersTooLate_CountsAsNoAnswer()
    {
        using var app = new FailoverApp(_clock, 1) { Latency = TimeSpan.FromSeconds(6) };

        var report = await WatchAsync(app);

        Assert.Equal(HealthVerdict.TimedOutWithNoneNew, report.Verdict);
        Assert.Equal(report.Samples, report.ErrorSamples);
    }

    [Fact]
    public async Task Run_ConvergedJustInTime_IsAskedToTheEnd()
    {
        using var app = new FailoverApp(_clock, 1) { Script = FailoverScript.Parse("0:100/0, 163:0/100") };

        var report = await WatchAsync(app);

        Assert.Equal(HealthVerdict.Converged, report.Verdict);
        Assert.InRange(report.Duration.TotalSeconds, 180, 185);
    }

    [Fact]
    public async Task Run_SlowCloud_IsNotWaitedForWithClosedEyes()
    {
        using var app = new FailoverApp(_clock, 1) { Script = FailoverScript.Parse("0:0/100, 40:50/50, 60:0/100") };

        var report = await WatchAsync(app, watched => watched with { ControlPlane = LateAsync });

        Assert.Equal(HealthVerdict.Converged, report.Verdict);
        Assert.True(report.OldSamples > 10, $"{report.OldSamples} old answers seen");
        Assert.False(app.MayAnswerOldWithin(TimeSpan.FromSeconds(10)));

        async Task<string?> LateAsync(CancellationToken cancellationToken)
        {
            await _clock.WaitAsync(TimeSpan.FromSeconds(29), cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    [Fact]
    public async Task Run_SmokeThatPasses_IsReady()
    {
        using var app = new FailoverApp(_clock, 1);

        var report = await WatchAsync(app, watched => watched with { Smoke = [new SmokeCheck("/fails", 500)] });

        Assert.Equal(HealthVerdict.Converged, report.Verdict);
    }

    [Fact]
    [CloudTest(CloudLine.IdenticalDigest)]
    public async Task Run_TheSameArtifactAsBefore_SaysWhatCannotBeKnown()
    {
        using var app = new FailoverApp(_clock, 1) { Script = FailoverScript.Immediate };

        var report = await WatchAsync(app, watched => watched with
        {
            Baseline = [new ProbeSample(DateTimeOffset.UnixEpoch, ProbeKind.Oci, FailoverApp.New)],
        });

        Assert.Equal(HealthVerdict.Converged, report.Verdict);
        Assert.Contains("cannot tell old from new", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, HealthVerdict.Converged)]
    [InlineData(50, HealthVerdict.Converged)]
    [InlineData(int.MaxValue, HealthVerdict.Unconfirmed)]
    public async Task Run_TheSameArtifactAsBefore_GoesByTheCloudsWordAlone(int objections, HealthVerdict expected)
    {
        using var app = new FailoverApp(_clock, 1) { Script = FailoverScript.Immediate };
        var asked = 0;

        var report = await WatchAsync(app, watched => watched with
        {
            Baseline = [new ProbeSample(DateTimeOffset.UnixEpoch, ProbeKind.Oci, FailoverApp.New)],
            ControlPlane = _ => Task.FromResult(asked++ < objections ? "the app has no channel" : null),
        });

        Assert.Equal(expected, report.Verdict);
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
