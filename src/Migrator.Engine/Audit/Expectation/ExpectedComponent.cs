using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Migrator.Engine.Audit.Expectation;

/// <summary>What a bindle says that one component is.</summary>
internal sealed record ExpectedComponent
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its description; null when there is none.</summary>
    public required string? Description { get; init; }

    /// <summary>The SHA-256 of its module, lower-case hex.</summary>
    public required string Module { get; init; }

    /// <summary>Its environment.</summary>
    public required JsonObject Environment { get; init; }

    /// <summary>Its config.</summary>
    public required JsonObject Config { get; init; }

    /// <summary>The hosts it may ask by HTTP, as written.</summary>
    public required ImmutableArray<string> AllowedHosts { get; init; }

    /// <summary>Its key-value stores.</summary>
    public required ImmutableArray<string> KeyValueStores { get; init; }

    /// <summary>Its SQLite databases.</summary>
    public required ImmutableArray<string> Databases { get; init; }

    /// <summary>Its AI models.</summary>
    public required ImmutableArray<string> AiModels { get; init; }

    /// <summary>Its trigger's settings as Spin 1 locks them, <c>component</c> included.</summary>
    public required JsonObject Trigger { get; init; }

    /// <summary>The executor of a Redis trigger, which Spin 1 drops when it locks; null when there is none.</summary>
    public required JsonObject? RedisExecutor { get; init; }

    /// <summary>
    /// Its files: for each path the parcels that have it, in invoice order, as lower-case hex; the last one counts.
    /// </summary>
    public required ImmutableSortedDictionary<string, ImmutableArray<string>> Files { get; init; }
}
