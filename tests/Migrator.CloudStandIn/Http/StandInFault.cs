using Microsoft.AspNetCore.Http;

namespace Migrator.StandIn.Http;

/// <summary>Something that goes wrong with a request.</summary>
/// <param name="Name">Its name in the journal.</param>
public sealed record StandInFault(string Name)
{
    /// <summary>Happens before the request is served; an answer takes the place of its own.</summary>
    public Func<FaultedRequest, Task<Answer?>> Before { get; init; } = _ => Task.FromResult<Answer?>(null);

    /// <summary>Happens after the request was served, and changes the answer. The registry's answers stay.</summary>
    public Func<FaultedRequest, Answer, Task<Answer>> After { get; init; } = (_, answer) => Task.FromResult(answer);

    /// <summary>A status with a problem as its body.</summary>
    /// <param name="status">The status.</param>
    /// <param name="title">Title of the problem.</param>
    /// <param name="retryAfter">Seconds for <c>Retry-After</c>; null for none.</param>
    public static StandInFault Status(int status, string title = "Injected", int? retryAfter = null) =>
        Instead($"{status}", () => Problems.Refused(new Refusal(status, title) { RetryAfter = retryAfter }));

    /// <summary>Any text.</summary>
    /// <param name="status">The status.</param>
    /// <param name="text">The body.</param>
    /// <param name="type">Its Content-Type.</param>
    public static StandInFault Body(int status, string text, string type = "application/json; charset=utf-8") =>
        Instead($"{status} {type}", () => Answer.OfText(status, text, type));

    /// <summary>A page for people: a parking page with 200, Cloudflare's with 524.</summary>
    /// <param name="status">The status.</param>
    public static StandInFault Html(int status) => Body(
        status,
        $"<!DOCTYPE html><html><head><title>{status}</title></head><body>page of a proxy</body></html>\n",
        "text/html; charset=UTF-8");

    /// <summary>The connection is cut before anything is done.</summary>
    public static StandInFault Drop() => Instead("cut", () => new Answer(0) { CutAfter = 0 });

    /// <summary>The request is done, and the connection is cut before the answer.</summary>
    public static StandInFault DoneButDrop() => Afterwards("done, cut", answer => answer with { CutAfter = 0 });

    /// <summary>The request is done, and its answer is another status with a problem.</summary>
    /// <param name="status">The status.</param>
    public static StandInFault DoneButSays(int status) =>
        Afterwards($"done, says {status}", _ => Problems.Refused(new Refusal(status, "Injected")));

    /// <summary>The connection ends after so many bytes of the answer's body.</summary>
    /// <param name="bytes">How many bytes come.</param>
    public static StandInFault Truncated(int bytes) =>
        Afterwards($"cut after {bytes} bytes", answer => answer with { CutAfter = bytes });

    /// <summary>The request waits, by the clock of the stand-in, before it is served.</summary>
    /// <param name="time">How long.</param>
    public static StandInFault Latency(TimeSpan time) => new($"late by {time}")
    {
        Before = async request =>
        {
            await Task.Delay(time, request.Clock, request.Context.RequestAborted);
            return null;
        },
    };

    /// <summary>Every token given so far is worth nothing from here on, for this request already.</summary>
    public static StandInFault TokensExpired() => new("tokens expired")
    {
        Before = request =>
        {
            request.ExpireTokens();
            return Task.FromResult<Answer?>(null);
        },
    };

    /// <summary>The body of the request is lost on its way, as with proxies that know no body of a GET.</summary>
    public static StandInFault BodyLost() => new("body lost")
    {
        Before = request =>
        {
            request.Journaled.Body = default;
            return Task.FromResult<Answer?>(null);
        },
    };

    /// <summary>Something of the test's own, when the request was served and before it is answered.</summary>
    /// <param name="run">What is done.</param>
    public static StandInFault Then(Func<Task> run) => new("then")
    {
        After = async (_, answer) =>
        {
            await run();
            return answer;
        },
    };

    private static StandInFault Instead(string name, Func<Answer> answer) =>
        new(name) { Before = _ => Task.FromResult<Answer?>(answer()) };

    private static StandInFault Afterwards(string name, Func<Answer, Answer> change) =>
        new(name) { After = (_, answer) => Task.FromResult(change(answer)) };
}
