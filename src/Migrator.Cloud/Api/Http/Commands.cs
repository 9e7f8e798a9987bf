using System.Text.Json.Serialization;

namespace Migrator.Cloud.Api.Http;

/// <summary>Bodies of requests, named and ordered as in the API's document.</summary>
internal static class Commands
{
    internal sealed record CreateApp(string Name, string StorageId, bool? CreateDefaultDatabase);

    /// <summary>A range rule of null is written, as the plugin does.</summary>
    internal sealed record CreateChannel(
        Guid AppId,
        string Name,
        string RevisionSelectionStrategy,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)]
        string? RangeRule,
        Guid ActiveRevisionId);

    internal sealed record RegisterRevision(string AppStorageId, string RevisionNumber);

    internal sealed record CreateKeyValuePair(Guid AppId, string StoreName, string Key, string Value);

    internal sealed record CreateVariablePair(Guid AppId, string Variable, string Value);

    internal sealed record DeleteVariablePair(Guid AppId, string Variable);

    internal sealed record OfApp(Guid AppId);

    internal sealed record CreateSqlDatabase(string Name, Guid? AppId, string? Label);

    internal sealed record CreateDeviceCode(Guid ClientId);

    internal sealed record CreateToken(string Provider, string ClientId, string ProviderCode);

    internal sealed record RefreshToken(
        string Token, [property: JsonPropertyName("refreshToken")] string Renewal);
}
