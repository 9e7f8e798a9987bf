using System.Text;

namespace Migrator.Testing.BindleServer.Recordings;

/// <summary>One request to the real server and its answer (golden/bindle-server/README.md, "Line format").</summary>
public sealed record RecordedExchange : RecordedStep
{
    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The raw request target.</summary>
    public required string Path { get; init; }

    /// <summary>The request's headers, in order.</summary>
    public required IReadOnlyList<(string Name, string Value)> RequestHeaders { get; init; }

    /// <summary>The request's body; null when there was none.</summary>
    public ReadOnlyMemory<byte>? RequestBody { get; init; }

    /// <summary>The version of HTTP, when it was not 1.1.</summary>
    public string? Version { get; init; }

    /// <summary>How many bytes of the body were sent before the client hung up; null when all were.</summary>
    public int? SentBodyBytes { get; init; }

    /// <summary>The status; null when no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>The answer's headers, in order.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The answer's body; empty when there was none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether the connection closed before the body was whole.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The text of an error of Bindle's; null when the body is none.</summary>
    public string? Error => Text.StartsWith("error = ", StringComparison.Ordinal)
        ? (string)Tomlyn.TomlSerializer.Deserialize<Tomlyn.Model.TomlTable>(Text)!["error"]
        : null;

    /// <summary>A header of the answer; null when it is not there.</summary>
    /// <param name="name">Its name, in any case.</param>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
