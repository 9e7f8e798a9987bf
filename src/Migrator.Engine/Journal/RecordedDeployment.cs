namespace Migrator.Engine.Journal;

/// <summary>What became of an app in the cloud, as the journal keeps it.</summary>
/// <param name="App">The id that the cloud gave it; null when it has not come so far.</param>
/// <param name="Repository">The repository of its artifact, with the registry's host.</param>
/// <param name="Revision">The revision, which is the tag of the artifact.</param>
/// <param name="Url">Where it answers; null when it does not.</param>
public sealed record RecordedDeployment(string? App, string Repository, string Revision, string? Url);
