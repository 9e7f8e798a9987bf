using System.Collections.Immutable;
using Migrator.Cloud.Api;
using Migrator.Cloud.Api.Model;
using Migrator.Cloud.Deployment.Gate;
using Migrator.Cloud.Health;

namespace Migrator.Cloud.Deployment;

/// <summary>What was read before a deploy; nothing was written for it.</summary>
/// <param name="Era">How the cloud activates.</param>
/// <param name="Observed">The application.</param>
/// <param name="Decision">What the gate says.</param>
internal sealed record DeploymentFacts(CloudEra Era, ObservedApp Observed, GateDecision Decision)
{
    /// <summary>How many applications the account has.</summary>
    public int AppCount { get; init; }

    /// <summary>Names of other applications with the storage id that the deploy goes to.</summary>
    public ImmutableArray<string> StoredAlike { get; init; } = [];

    /// <summary>What answered before.</summary>
    public ImmutableArray<ProbeSample> Baseline { get; init; } = [];

    /// <summary>Names of the variables that are set; null when they could not be read.</summary>
    public ImmutableArray<string>? Variables { get; init; } = [];

    /// <summary>The databases.</summary>
    public ImmutableArray<Database> Databases { get; init; } = [];

    /// <summary>The key-value stores; none in the era of explicit channels.</summary>
    public ImmutableArray<KeyValueStoreItem> Stores { get; init; } = [];

    /// <summary>
    /// Whether a label leads somewhere already. With explicit channels the databases are the application's own, and its
    /// default one needs no link; later they are the account's, and only a link says whose they are.
    /// </summary>
    public bool IsLinked(ResourceKind kind, string label) => Observed.App is { } app && (kind == ResourceKind.Sql
        ? Databases.Any(database => (database.Default && Era == CloudEra.ExplicitChannels)
            || IsLink(database.Links, app.Id, label))
        : Stores.Any(store => IsLink(store.Links, app.Id, label)));

    private static bool IsLink(IReadOnlyList<ResourceLabel> links, Guid app, string label) =>
        links.Any(link => link.AppId == app && link.Label == label);
}
