using System.Text.Json;

namespace Migrator.Engine.Audit.Reading;

/// <summary>One trigger of a locked app.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type, such as <c>http</c>.</param>
/// <param name="Config">Its settings.</param>
internal sealed record AuditedTrigger(string Id, string Type, JsonElement Config)
{
    public static AuditedTrigger Read(JsonElement element, string place)
    {
        var unknown = AuditedApp.UnknownOf(element, "id", "trigger_type", "trigger_config");
        return unknown.IsEmpty
            ? new AuditedTrigger(
                JsonReading.Text(element, "id", place),
                JsonReading.Text(element, "trigger_type", place),
                JsonReading.ObjectOrNull(element, "trigger_config", place)
                    ?? throw JsonReading.Missing("trigger_config", place))
            : throw new ArtifactFormatException($"{place} has a member '{unknown[0]}' that no trigger has.");
    }
}
