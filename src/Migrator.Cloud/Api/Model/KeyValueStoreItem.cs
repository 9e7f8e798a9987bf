namespace Migrator.Cloud.Api.Model;

/// <summary>A key-value store of an account.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Links">The applications that reach it, and by which labels.</param>
public sealed record KeyValueStoreItem(string Name, IReadOnlyList<ResourceLabel> Links);
