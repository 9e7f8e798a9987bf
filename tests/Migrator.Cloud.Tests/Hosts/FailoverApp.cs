using System.Net;

namespace Migrator.Cloud.Tests.Hosts;

/// <summary>
/// An application in the midst of a failover, on a virtual clock: each request is answered by the old version, the
/// new one, or nobody, by the weights of the moment (spec/cloud-deploy.md 8.2).
/// </summary>
internal sealed class FailoverApp : HttpMessageHandler
{
    public const string New = "sha256:new";
    public const string Old = "sha256:old";

    private readonly VirtualClock _clock;
    private readonly Random _chance;

    public FailoverApp(VirtualClock clock, int seed)
    {
        _clock = clock;
        _chance = new Random(seed);
    }

    /// <summary>Seconds, and the weights of old, new, and 502 from then on.</summary>
    public (double Second, double Old, double New, double Bad)[] Script { get; init; } =
        [(0, 100, 0, 0), (3, 70, 30, 0), (6, 40, 40, 20), (10, 10, 70, 20), (14, 0, 100, 0)];

    public HttpStatusCode Health { get; init; } = HttpStatusCode.OK;

    public string OldIdentity { get; init; } = $"\"oci_image_digest\":\"{Old}\"";

    /// <summary>When anything but the new version last answered.</summary>
    public TimeSpan LastOther { get; private set; }

    /// <summary>How many old answers a client would still get within some seconds from now.</summary>
    public bool WouldAnswerOldWithin(int seconds)
    {
        var weights = WeightsAt(_clock.Elapsed.TotalSeconds + seconds);
        return Enumerable.Range(0, seconds * 2).Any(_ => _chance.NextDouble() * 100 < weights.Old);
    }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(request.RequestUri!.AbsolutePath switch
        {
            "/.well-known/spin/info" => Info(),
            "/.well-known/spin/health" => ScriptedCloud.Answer(Health, "OK"),
            "/fails" => ScriptedCloud.Answer(HttpStatusCode.InternalServerError),
            _ => ScriptedCloud.Answer(HttpStatusCode.OK),
        });

    private HttpResponseMessage Info()
    {
        var weights = WeightsAt(_clock.Elapsed.TotalSeconds);
        var pick = _chance.NextDouble() * 100;
        if (pick >= weights.Old && pick < weights.Old + weights.New)
        {
            return ScriptedCloud.Json($$"""{"name":"hello","version":"1.0.0","oci_image_digest":"{{New}}"}""");
        }

        LastOther = _clock.Elapsed;
        return pick < weights.Old
            ? ScriptedCloud.Json("{\"name\":\"hello\"," + OldIdentity + "}")
            : ScriptedCloud.Answer(HttpStatusCode.BadGateway, "<html>502</html>", "text/html");
    }

    private (double Second, double Old, double New, double Bad) WeightsAt(double second) =>
        Script.Last(step => step.Second <= second);
}
