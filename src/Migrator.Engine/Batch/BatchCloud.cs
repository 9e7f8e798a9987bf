using Migrator.Engine.Deploying;

namespace Migrator.Engine.Batch;

/// <summary>The cloud that a batch deploys to.</summary>
/// <param name="Place">Its API and its registry.</param>
/// <param name="ValueOf">
/// Gives the value of a variable; asked once for each before anything begins. What it throws comes through.
/// </param>
public sealed record BatchCloud(CloudPlace Place, Func<BatchVariable, string> ValueOf);
