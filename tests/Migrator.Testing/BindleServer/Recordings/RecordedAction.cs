using System.Text.Json;

namespace Migrator.Testing.BindleServer.Recordings;

/// <summary>Something done between requests, such as a file written into the store.</summary>
public sealed record RecordedAction : RecordedStep
{
    /// <summary>The kind: <c>write-file</c>, <c>restart-server</c> and so on.</summary>
    public required string Kind { get; init; }

    /// <summary>Everything that the line says.</summary>
    public required JsonElement Data { get; init; }
}
