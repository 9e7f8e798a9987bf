using System.Collections.Immutable;
using System.Text.Json;

namespace Migrator.Engine.Audit.Reading;

/// <summary>A locked app as an artifact holds it (spec/spin-oci.md 3.1).</summary>
internal sealed record AuditedApp
{
    private static readonly string[] KnownMembers =
        ["spin_lock_version", "metadata", "variables", "triggers", "components"];

    /// <summary>Members that no locked app of a bindle has.</summary>
    public required ImmutableArray<string> UnknownMembers { get; init; }

    /// <summary>The lock version as written; empty when absent.</summary>
    public required string LockVersion { get; init; }

    /// <summary>The app's metadata; null when absent.</summary>
    public required JsonElement? Metadata { get; init; }

    /// <summary>The variables; null when absent.</summary>
    public required JsonElement? Variables { get; init; }

    /// <summary>The triggers, in order.</summary>
    public required ImmutableArray<AuditedTrigger> Triggers { get; init; }

    /// <summary>The components, in order.</summary>
    public required ImmutableArray<AuditedComponent> Components { get; init; }

    /// <summary>The version that the metadata say; null when they do not.</summary>
    public string? Version => TextOf("version");

    /// <summary>The bindle's version, which Spin's bindle loader put into the metadata; null when absent.</summary>
    public string? BindleVersion => TextOf("bindle_version");

    /// <summary>Reads a locked app.</summary>
    /// <param name="root">The document.</param>
    /// <returns>The app.</returns>
    /// <exception cref="ArtifactFormatException">It is not one.</exception>
    public static AuditedApp Read(JsonElement root)
    {
        return new AuditedApp
        {
            UnknownMembers = UnknownOf(root, KnownMembers),
            LockVersion = root.TryGetProperty("spin_lock_version", out var version) ? version.GetRawText() : "",
            Metadata = JsonReading.ObjectOrNull(root, "metadata", "app"),
            Variables = JsonReading.ObjectOrNull(root, "variables", "app"),
            Triggers =
            [
                .. JsonReading.Objects(root, "triggers", "app")
                    .Select(trigger => AuditedTrigger.Read(trigger.Item, trigger.Place)),
            ],
            Components =
            [
                .. JsonReading.Objects(root, "components", "app")
                    .Select(component => AuditedComponent.Read(component.Item, component.Place)),
            ],
        };
    }

    internal static ImmutableArray<string> UnknownOf(JsonElement element, params string[] known) =>
        [.. element.EnumerateObject().Select(member => member.Name).Where(name => !known.Contains(name))];

    private string? TextOf(string name) =>
        Metadata is { } members && members.TryGetProperty(name, out var value) ? value.ToString() : null;
}
