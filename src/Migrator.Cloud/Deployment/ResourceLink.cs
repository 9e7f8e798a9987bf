namespace Migrator.Cloud.Deployment;

/// <summary>Which store or database of the account an application reaches by a label.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Label">The label in the application's manifest.</param>
/// <param name="Name">The name of the store or database; it is created when it is not there.</param>
public sealed record ResourceLink(ResourceKind Kind, string Label, string Name);
