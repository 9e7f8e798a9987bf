namespace Migrator.Cloud.Deployment;

/// <summary>What an application keeps data in.</summary>
public enum ResourceKind
{
    /// <summary>A key-value store.</summary>
    KeyValue,

    /// <summary>An SQL database.</summary>
    Sql,
}
