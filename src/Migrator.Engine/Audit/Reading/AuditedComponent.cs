using System.Collections.Immutable;
using System.Text.Json;

namespace Migrator.Engine.Audit.Reading;

/// <summary>One component of a locked app.</summary>
internal sealed record AuditedComponent
{
    /// <summary>Members that no component of a bindle has.</summary>
    public required ImmutableArray<string> UnknownMembers { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its metadata; null when absent.</summary>
    public required JsonElement? Metadata { get; init; }

    /// <summary>Its module.</summary>
    public required AuditedContent Source { get; init; }

    /// <summary>Its environment; null when absent.</summary>
    public required JsonElement? Environment { get; init; }

    /// <summary>Its config; null when absent.</summary>
    public required JsonElement? Config { get; init; }

    /// <summary>Its files, in order.</summary>
    public required ImmutableArray<AuditedFile> Files { get; init; }

    public static AuditedComponent Read(JsonElement element, string place)
    {
        var source = JsonReading.ObjectOrNull(element, "source", place) ?? throw JsonReading.Missing("source", place);
        var contentType = JsonReading.TextOrNull(source, "content_type", $"{place}.source");
        if (contentType != "application/wasm")
        {
            throw new ArtifactFormatException($"{place}.source.content_type must be application/wasm.");
        }

        return new AuditedComponent
        {
            UnknownMembers = AuditedApp.UnknownOf(element, "id", "metadata", "source", "env", "files", "config"),
            Id = JsonReading.Text(element, "id", place),
            Metadata = JsonReading.ObjectOrNull(element, "metadata", place),
            Source = AuditedContent.Read(source, $"{place}.source", "content_type"),
            Environment = JsonReading.ObjectOrNull(element, "env", place),
            Config = JsonReading.ObjectOrNull(element, "config", place),
            Files = [.. JsonReading.Objects(element, "files", place).Select(file => new AuditedFile(
                JsonReading.Text(file.Item, "path", file.Place),
                AuditedContent.Read(file.Item, file.Place, "path")))],
        };
    }
}
