using System.Collections.Immutable;

namespace Migrator.Testing.Registries;

/// <summary>An answer before it is sent: faults change it, or put another in its place.</summary>
/// <param name="Status">The HTTP status.</param>
public sealed record RegistryAnswer(int Status)
{
    /// <summary>Its headers; Content-Length comes from the body.</summary>
    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Its body.</summary>
    public AnswerBody Body { get; init; } = AnswerBody.Empty;

    /// <summary>Takes the place of every header of that name; null removes it.</summary>
    /// <param name="name">The header.</param>
    /// <param name="value">Its value.</param>
    public RegistryAnswer With(string name, string? value)
    {
        var others = Headers.RemoveAll(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return this with { Headers = value is null ? others : others.Add((name, value)) };
    }

    /// <summary>Adds a header beside those of the same name.</summary>
    /// <param name="name">The header.</param>
    /// <param name="value">Its value.</param>
    public RegistryAnswer Adding(string name, string value) => this with { Headers = Headers.Add((name, value)) };

    /// <summary>A header's value; null when it is not there.</summary>
    /// <param name="name">The header.</param>
    public string? Header(string name) => Headers
        .Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(header => header.Value)
        .FirstOrDefault();

    /// <summary>Takes the place of the body.</summary>
    /// <param name="type">Its Content-Type.</param>
    /// <param name="text">The body.</param>
    public RegistryAnswer WithText(string type, string text) =>
        With("Content-Type", type) with { Body = AnswerBody.Of(text) };
}
