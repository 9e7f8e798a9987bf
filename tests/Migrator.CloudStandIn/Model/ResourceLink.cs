namespace Migrator.StandIn.Model;

/// <summary>A label of an app that stands for a database or a store.</summary>
/// <param name="Label">The label in the app's manifest.</param>
/// <param name="AppId">The app.</param>
public sealed record ResourceLink(string Label, Guid AppId);
