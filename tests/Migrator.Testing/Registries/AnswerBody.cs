using System.Text;

namespace Migrator.Testing.Registries;

/// <summary>The body of an answer.</summary>
/// <param name="Length">Its length in bytes as the header says it; null to send it in pieces.</param>
/// <param name="WriteAsync">Writes it.</param>
public sealed record AnswerBody(long? Length, Func<Stream, CancellationToken, Task> WriteAsync)
{
    /// <summary>No bytes.</summary>
    public static AnswerBody Empty { get; } = Of([]);

    /// <summary>Bytes in memory.</summary>
    public static AnswerBody Of(byte[] bytes) =>
        new(bytes.Length, async (stream, stop) => await stream.WriteAsync(bytes, stop));

    /// <summary>A text as UTF-8.</summary>
    public static AnswerBody Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>A stream that is opened when it is sent.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="open">Opens it.</param>
    public static AnswerBody Of(long length, Func<Stream> open) => new(length, async (stream, stop) =>
    {
        await using var source = open();
        await source.CopyToAsync(stream, stop);
    });

    /// <summary>For HEAD: a length, and no bytes.</summary>
    /// <param name="length">The length the header says.</param>
    public static AnswerBody OfLength(long length) => new(length, (_, _) => Task.CompletedTask);
}
