using System.Net;
using Migrator.StandIn.Edge;

namespace Migrator.Cloud.Tests.Hosts;

/// <summary>
/// An application in the midst of a failover, on a virtual clock: each request is answered by the old version, the
/// new one, or nobody, by the weights of the moment (spec/cloud-deploy.md 8.2).
/// </summary>
internal sealed class FailoverApp(VirtualClock clock, int seed) : HttpMessageHandler
{
    public const string New = "sha256:new";
    public const string Old = "sha256:old";

    private readonly Random _chance = new(seed);
    private int _inFlight;

    public FailoverScript Script { get; init; } = FailoverScript.Default;

    public HttpStatusCode Health { get; init; } = HttpStatusCode.OK;

    /// <summary>What was asked for, with its host; probes of <c>/.well-known/spin/</c> are left out.</summary>
    public List<HttpRequestMessage> Asked { get; } = [];

    /// <summary>How long every answer takes.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>How many requests were on their way at once, at most.</summary>
    public int MostInFlight { get; private set; }

    /// <summary>When the new version first answered; null for never.</summary>
    public TimeSpan? FirstNew { get; private set; }

    /// <summary>When anything but the new version last answered.</summary>
    public TimeSpan LastOther { get; private set; }

    /// <summary>Whether by the script an old answer may still come within some time from now.</summary>
    public bool MayAnswerOldWithin(TimeSpan time) => Script.OldAnswersBetween(clock.Elapsed, clock.Elapsed + time);

    /// <summary>Whether a client that asks every half second gets an old answer within some seconds from now.</summary>
    public bool WouldAnswerOldWithin(int seconds) => Enumerable.Range(0, seconds * 2)
        .Select(half => Script.StepAt(clock.Elapsed + TimeSpan.FromSeconds(half / 2.0)))
        .Any(step => _chance.Next(step.Old + step.New + step.BadGateway + step.NotFound) < step.Old);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        MostInFlight = Math.Max(MostInFlight, ++_inFlight);
        try
        {
            await (Latency == TimeSpan.Zero ? Task.CompletedTask : clock.WaitAsync(Latency, cancellationToken));
        }
        finally
        {
            _inFlight--;
        }

        return request.RequestUri!.AbsolutePath switch
        {
            "/.well-known/spin/info" => Info(),
            "/.well-known/spin/health" => ScriptedCloud.Answer(Health, "OK"),
            var path => OfPath(request, path),
        };
    }

    private HttpResponseMessage OfPath(HttpRequestMessage request, string path)
    {
        Asked.Add(request);
        return ScriptedCloud.Answer(path == "/fails" ? HttpStatusCode.InternalServerError : HttpStatusCode.OK);
    }

    private HttpResponseMessage Info()
    {
        var step = Script.StepAt(clock.Elapsed);
        var turn = _chance.Next(step.Old + step.New + step.BadGateway + step.NotFound);
        if (turn >= step.Old && turn < step.Old + step.New)
        {
            FirstNew ??= clock.Elapsed;
            return OfDigest(New);
        }

        LastOther = clock.Elapsed;
        return turn < step.Old ? OfDigest(Old)
            : turn < step.Old + step.New + step.BadGateway
                ? ScriptedCloud.Answer(HttpStatusCode.BadGateway, "<html>502</html>", "text/html")
                : ScriptedCloud.Answer(HttpStatusCode.NotFound);
    }

    private static HttpResponseMessage OfDigest(string digest) =>
        ScriptedCloud.Json($$"""{"name":"hello","version":"1.0.0","oci_image_digest":"{{digest}}"}""");
}
