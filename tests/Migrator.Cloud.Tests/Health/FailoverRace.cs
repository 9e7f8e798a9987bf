using Migrator.Cloud.Health;
using Migrator.Cloud.Tests.Hosts;
using Migrator.StandIn.Edge;
using Migrator.StandIn.Readiness;

namespace Migrator.Cloud.Tests.Health;

/// <summary>
/// One failover on a virtual clock, watched by us and, at the same time, by the plugin's rule that the first match wins
/// (spec/cloud-deploy.md 4.2).
/// </summary>
internal sealed class FailoverRace : IDisposable
{
    private const int Seconds = 10;
    private static readonly Uri Url = new("http://hello.test/");
    private readonly VirtualClock _clock = new();

    private readonly FailoverApp _app;
    private readonly FailoverApp _appOfThePlugin;

    private FailoverRace(FailoverScript script, int seed)
    {
        _app = new FailoverApp(_clock, seed) { Script = script };
        _appOfThePlugin = new FailoverApp(_clock, seed) { Script = script };
    }

    /// <summary>From the first of the new answers that we got to the last of the others.</summary>
    public TimeSpan AnsweredOverlap => _app.LastOther - _app.FirstNew!.Value;

    /// <summary>What we saw.</summary>
    public HealthReport Report { get; private set; } = null!;

    /// <summary>What we announced.</summary>
    public Announcement Ours { get; private set; } = Announcement.None;

    /// <summary>What the plugin announced.</summary>
    public Announcement FirstMatch { get; private set; } = Announcement.None;

    public static async Task<FailoverRace> RunAsync(FailoverScript script, int seed)
    {
        var race = new FailoverRace(script, seed);
        await race._clock.RunAsync(async () =>
        {
            await Task.WhenAll(race.WatchAsync(), race.WaitForMatchAsync()).ConfigureAwait(false);
            return true;
        });
        return race;
    }

    public void Dispose()
    {
        _app.Dispose();
        _appOfThePlugin.Dispose();
    }

    private async Task WatchAsync()
    {
        using var probe = new AppProbe(_app, TimeSpan.FromSeconds(5), _clock);
        var watched = new WatchedApp(Url, ExpectedImage.Of(FailoverApp.New), _clock.GetUtcNow())
        {
            ControlPlane = _ => Task.FromResult<string?>(null),
        };
        Report = await new HealthWatch(probe, new HealthOptions(), _clock).RunAsync(watched, default)
            .ConfigureAwait(false);
        Ours = Announce(_app, Report.Verdict == HealthVerdict.Converged);
    }

    private async Task WaitForMatchAsync()
    {
        using var http = new HttpClient(_appOfThePlugin, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var outcome = await new FirstMatchReadiness(http, _clock)
            .WaitAsync(Url, FailoverApp.New, FirstMatchReadiness.DefaultTimeout).ConfigureAwait(false);
        FirstMatch = Announce(_appOfThePlugin, outcome.IsReady);
    }

    // Judged at the very moment of the announcement.
    private static Announcement Announce(FailoverApp app, bool isReady) => new(
        isReady,
        isReady && app.WouldAnswerOldWithin(Seconds),
        isReady && app.MayAnswerOldWithin(TimeSpan.FromSeconds(Seconds)));
}
