using Migrator.StandIn.Edge;

namespace Migrator.StandIn.Model;

/// <summary>An app of the account.</summary>
public sealed class CloudApp
{
    internal CloudApp(Guid id, string name, string storageId, DateTimeOffset created)
    {
        (Id, Name, StorageId, Created, LastModified) = (id, name, storageId, created, created);
    }

    /// <summary>Its id.</summary>
    public Guid Id { get; }

    /// <summary>Its name, the only one of it in the account.</summary>
    public string Name { get; internal set; }

    /// <summary>Where its package lies.</summary>
    public string StorageId { get; internal set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset LastModified { get; internal set; }

    /// <summary>When a revision of it was last activated; null for never.</summary>
    public DateTimeOffset? LastDeployed { get; internal set; }

    /// <summary>Its custom domain; null for none.</summary>
    public string? CustomDomain { get; internal set; }

    /// <summary>Variables by name.</summary>
    public IReadOnlyDictionary<string, string> Variables => VariableValues;

    /// <summary>What happened to it.</summary>
    public IReadOnlyList<AppEvent> Events => EventList;

    /// <summary>The edge under its own domain, of its first channel; null before it has one.</summary>
    public EdgeSite? Site { get; internal set; }

    internal Dictionary<string, string> VariableValues { get; } = new(StringComparer.Ordinal);

    internal List<AppEvent> EventList { get; } = [];
}
