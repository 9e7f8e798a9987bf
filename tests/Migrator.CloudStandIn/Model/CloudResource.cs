namespace Migrator.StandIn.Model;

/// <summary>A SQL database or a key-value store of the account.</summary>
public sealed class CloudResource
{
    internal CloudResource(string name) => Name = name;

    /// <summary>Its name.</summary>
    public string Name { get; internal set; }

    /// <summary>The app whose default it is; null when it is not tied to one.</summary>
    public Guid? DefaultOf { get; internal set; }

    /// <summary>Labels of apps that stand for it.</summary>
    public IReadOnlyList<ResourceLink> Links => LinkList;

    /// <summary>Keys and values, for a store.</summary>
    public IReadOnlyDictionary<string, string> Pairs => PairValues;

    /// <summary>Statements executed, for a database.</summary>
    public IReadOnlyList<string> Statements => StatementList;

    internal List<ResourceLink> LinkList { get; } = [];

    internal Dictionary<string, string> PairValues { get; } = new(StringComparer.Ordinal);

    internal List<string> StatementList { get; } = [];

    internal bool IsOf(Guid app) => DefaultOf == app || LinkList.Any(link => link.AppId == app);
}
