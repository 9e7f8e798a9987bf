using System.Text;

namespace Migrator.Testing.Registries;

// Bodies that are not what they should be.
public sealed partial class Fault
{
    /// <summary>The answer's body has one other byte at its start; length and headers stay.</summary>
    public static Fault WrongContent() => Afterwards("wrong content", (_, answer) => answer with
    {
        Body = answer.Body with { WriteAsync = (stream, stop) => answer.Body.WriteAsync(new FlipStream(stream), stop) },
    });

    /// <summary>The answer's body is shorter, and its Content-Length says so.</summary>
    /// <param name="bytes">How many bytes are left.</param>
    public static Fault Shortened(int bytes) => Afterwards("shortened", (_, answer) => answer with
    {
        Body = new AnswerBody(bytes, (stream, stop) => WriteStartAsync(answer.Body, stream, bytes, stop)),
    });

    /// <summary>A range that is asked for is not looked at: everything comes.</summary>
    public static Fault KnowsNoRanges() => new("no ranges", call =>
    {
        call.Request.Context.Request.Headers.Remove("Range");
        return call.ServeAsync();
    });

    /// <summary>A body that goes on for as long as the client reads.</summary>
    /// <param name="status">The status.</param>
    /// <param name="type">Its Content-Type.</param>
    /// <param name="start">How it starts: an open JSON text, for one.</param>
    public static Fault EndlessBody(int status, string type = "application/json", string start = "[") =>
        Instead("endless", call => new RegistryAnswer(status).With("Content-Type", type) with
        {
            Body = new AnswerBody(null, (stream, stop) => WriteEndlessAsync(call, stream, start, stop)),
        });

    /// <summary>JSON that opens far more brackets than it should.</summary>
    /// <param name="depth">How many.</param>
    public static Fault DeepJson(int depth) => Instead("deep json", _ =>
        new RegistryAnswer(200).WithText("application/json", new string('[', depth)));

    /// <summary>A body of the test's own on a good answer.</summary>
    /// <param name="text">The body.</param>
    public static Fault Body(string text) =>
        Afterwards("other body", (_, answer) => answer with { Body = AnswerBody.Of(text) });

    private static async Task WriteStartAsync(AnswerBody body, Stream stream, int bytes, CancellationToken stop)
    {
        using var whole = new MemoryStream();
        await body.WriteAsync(whole, stop);
        await stream.WriteAsync(whole.ToArray().AsMemory(0, bytes), stop);
    }

    private static async Task WriteEndlessAsync(FaultCall call, Stream stream, string start, CancellationToken stop)
    {
        var filler = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("\"x\",", 16 * 1024)));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(start), stop);
        while (!stop.IsCancellationRequested)
        {
            await stream.WriteAsync(filler, stop);
            call.Host.CountEndless(filler.Length);

            // When nobody reads any more, writes are dropped at once: news of the end must get a turn.
            await Task.Yield();
        }
    }
}
