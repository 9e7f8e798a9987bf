using System.Collections.Immutable;
using Migrator.Cloud.Api;
using Migrator.Cloud.Health;

namespace Migrator.Cloud.Deployment;

/// <summary>What is to be deployed, and how. Values of variables and keys are in no text of this record.</summary>
public sealed record DeploymentRequest
{
    /// <summary>The name in the application's manifest.</summary>
    public required string Name { get; init; }

    /// <summary>The version in the application's manifest.</summary>
    public required string Version { get; init; }

    /// <summary>The digest of the artifact, <c>sha256:</c> and 64 hex digits.</summary>
    public required string Digest { get; init; }

    /// <summary>The sizes of the artifact's blobs, in bytes.</summary>
    public ImmutableArray<long> BlobSizes { get; init; } = [];

    /// <summary>The kinds of its triggers, such as <c>http</c>.</summary>
    public ImmutableArray<string> Triggers { get; init; } = ["http"];

    /// <summary>Its routes, one a component that is triggered.</summary>
    public ImmutableArray<AppRoute> Routes { get; init; } = [];

    /// <summary>Variables that have no default.</summary>
    public ImmutableArray<string> RequiredVariables { get; init; } = [];

    /// <summary>Labels of the key-value stores that it uses.</summary>
    public ImmutableArray<string> KeyValueLabels { get; init; } = [];

    /// <summary>Labels of the SQL databases that it uses.</summary>
    public ImmutableArray<string> SqlLabels { get; init; } = [];

    /// <summary>Hosts that it may call, as its manifest writes them.</summary>
    public ImmutableArray<string> OutboundHosts { get; init; } = [];

    /// <summary>Variables to set before it is activated.</summary>
    public ImmutableSortedDictionary<string, string> Variables { get; init; } = Nothing;

    /// <summary>Keys to write into the store <c>default</c> before it is activated.</summary>
    public ImmutableSortedDictionary<string, string> KeyValues { get; init; } = Nothing;

    /// <summary>Which stores and databases its labels lead to.</summary>
    public ImmutableArray<ResourceLink> Links { get; init; } = [];

    /// <summary>The application to upgrade, whatever its name; null to find it by name.</summary>
    public Guid? AppId { get; init; }

    /// <summary>How the cloud activates; null to find out.</summary>
    public CloudEra? Era { get; init; }

    /// <summary>How many applications the account may have.</summary>
    public int MaxApps { get; init; } = 100;

    /// <summary>What happens when it does not become ready.</summary>
    public OnFailure OnFailure { get; init; } = OnFailure.Keep;

    /// <summary>Whether it is only deployed when there is a revision to go back to.</summary>
    public bool IsRollbackRequired { get; init; }

    /// <summary>Requests that must be answered well before it is ready.</summary>
    public ImmutableArray<SmokeCheck> Smoke { get; init; } = [];

    private static ImmutableSortedDictionary<string, string> Nothing =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
