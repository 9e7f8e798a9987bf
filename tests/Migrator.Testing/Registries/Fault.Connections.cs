using Microsoft.AspNetCore.Connections.Features;

namespace Migrator.Testing.Registries;

// Connections that end, hang or drip.
public sealed partial class Fault
{
    /// <summary>The connection is reset before anything is read or done.</summary>
    public static Fault Cut() => Instead("cut", _ => throw new ConnectionCutException());

    /// <summary>
    /// The connection is reset after so many bytes of the request's body; the registry keeps what its kind keeps.
    /// </summary>
    /// <param name="bytes">How many bytes come through.</param>
    public static Fault CutUploadAfter(long bytes) => new($"cut after {bytes} bytes", call =>
    {
        call.Request.Body = new CutStream(call.Request.Body, bytes);
        return call.ServeAsync();
    });

    /// <summary>
    /// The request waits after so many bytes of its body until the gate opens or the client hangs up; the registry
    /// keeps what its kind keeps.
    /// </summary>
    /// <param name="bytes">How many bytes come through.</param>
    /// <param name="gate">The gate.</param>
    public static Fault HangUploadAfter(long bytes, FaultGate gate) => new($"hang after {bytes} bytes", call =>
    {
        call.Request.Body = new HeldStream(call.Request.Body, bytes, gate, call.Request.Aborted);
        return call.ServeAsync();
    });

    /// <summary>The request is done, and the connection is reset before the answer.</summary>
    public static Fault DoneButCut() => Afterwards("done, cut", (_, _) => throw new ConnectionCutException());

    /// <summary>The connection ends after so many bytes of the answer's body.</summary>
    /// <param name="bytes">How many bytes go out.</param>
    public static Fault CutAnswerAfter(long bytes) => Afterwards($"answer cut after {bytes} bytes", (_, answer) =>
        answer with
        {
            Body = answer.Body with { WriteAsync = (stream, stop) => WriteCutAsync(answer.Body, stream, bytes, stop) },
        });

    /// <summary>The request waits, undone, until the gate opens or the client hangs up.</summary>
    /// <param name="gate">The gate.</param>
    public static Fault Hang(FaultGate gate) => new("hang", async call =>
    {
        await gate.WaitAsync(call.Request.Aborted);
        return await call.ServeAsync();
    });

    /// <summary>The request is done, and its answer waits until the gate opens or the client hangs up.</summary>
    /// <param name="gate">The gate.</param>
    public static Fault DoneThenHang(FaultGate gate) => new("done, hang", async call =>
    {
        var answer = await call.ServeAsync();
        await gate.WaitAsync(call.Request.Aborted);
        return answer;
    });

    /// <summary>
    /// The whole body is read and forgotten, and no answer comes until the gate opens or the client hangs up.
    /// </summary>
    /// <param name="gate">The gate.</param>
    public static Fault TakeThenHang(FaultGate gate) => new("taken, hang", async call =>
    {
        await call.Request.Body.CopyToAsync(Stream.Null, call.Request.Aborted);
        await gate.WaitAsync(call.Request.Aborted);
        return RegistryErrors.Json(503, "UNAVAILABLE", "service unavailable");
    });

    /// <summary>
    /// An answer comes before the request's body is read, and no request after it: a client that asks before it sends
    /// need not send the body.
    /// </summary>
    /// <param name="answer">The answer.</param>
    public static Fault AnswersEarly(Func<RegistryAnswer> answer) =>
        Instead("early", _ => answer().With("Connection", "close"));

    /// <summary>The answer's body comes byte by byte.</summary>
    /// <param name="between">Time between two bytes.</param>
    public static Fault Drip(TimeSpan between) => Afterwards("drip", (_, answer) => answer with
    {
        Body = answer.Body with
        {
            WriteAsync = (stream, stop) => answer.Body.WriteAsync(new DripStream(stream, between), stop),
        },
    });

    /// <summary>HTTP/2: RST_STREAM with an error code; 11 is ENHANCE_YOUR_CALM.</summary>
    /// <param name="code">The code.</param>
    public static Fault ResetStream(int code) =>
        Instead($"reset {code}", _ => throw new ConnectionCutException { ResetCode = code });

    /// <summary>HTTP/2: GOAWAY; this request is still served. HTTP/1.1: the connection closes after it.</summary>
    public static Fault GoAway() => new("goaway", call =>
    {
        call.Request.Context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        return call.ServeAsync();
    });

    private static async Task WriteCutAsync(AnswerBody body, Stream stream, long bytes, CancellationToken stop)
    {
        await body.WriteAsync(new CutStream(stream, bytes), stop);
        await stream.FlushAsync(stop);
        throw new ConnectionCutException { Softly = true };
    }
}
