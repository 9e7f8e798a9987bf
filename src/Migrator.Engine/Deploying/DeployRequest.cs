using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Cloud.Api;
using Migrator.Cloud.Deployment;
using Migrator.Cloud.Health;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;

namespace Migrator.Engine.Deploying;

/// <summary>One deploy: which bindle, from where, and how it is to run.</summary>
public sealed record DeployRequest
{
    /// <summary>Opens the source.</summary>
    public required SourceOpener OpenSource { get; init; }

    /// <summary>Which bindle; null for the only one of a source that holds one.</summary>
    public BindleId? Id { get; init; }

    /// <summary>What a bindle may be like and still be taken.</summary>
    public VerificationPolicy Policy { get; init; } = new();

    /// <summary>
    /// How the bindle is converted; of its profile see <see cref="Profile"/>, and a referrer never goes along, since
    /// nobody could read it.
    /// </summary>
    public ConversionOptions Conversion { get; init; } = new();

    /// <summary>The form of the artifact; null for the one that the cloud's own tools push.</summary>
    public Profile? Profile { get; init; }

    /// <summary>How the cloud makes revisions live; null to find out.</summary>
    public CloudEra? Era { get; init; }

    /// <summary>The application to upgrade, whatever its name; null to find it by name.</summary>
    public Guid? AppId { get; init; }

    /// <summary>Variables to set before it is activated.</summary>
    public ImmutableSortedDictionary<string, string> Variables { get; init; } = Nothing;

    /// <summary>Keys to write into the store <c>default</c> before it is activated.</summary>
    public ImmutableSortedDictionary<string, string> KeyValues { get; init; } = Nothing;

    /// <summary>Which stores and databases its labels lead to.</summary>
    public ImmutableArray<ResourceLink> Links { get; init; } = [];

    /// <summary>Requests that must be answered well before it is ready.</summary>
    public ImmutableArray<SmokeCheck> Smoke { get; init; } = [];

    /// <summary>What happens when it does not become ready. Default: it stays.</summary>
    public OnFailure OnFailure { get; init; } = OnFailure.Keep;

    /// <summary>Whether it is only deployed when there is a revision to go back to. Default: no.</summary>
    public bool IsRollbackRequired { get; init; }

    /// <summary>Whether to stop before the first write. Default: no.</summary>
    public bool DryRun { get; init; }

    /// <summary>How many blobs are pushed at once, 1 to 64. Default: 4.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>The digest that the artifact must have, or nothing is written; null for any.</summary>
    internal string? Planned { get; init; }

    /// <summary>Which bindles are left alone; see <see cref="MigrationRequest.LeavesAlone"/>.</summary>
    internal Func<VerificationOutcome, Finding?>? LeavesAlone { get; init; }

    private static ImmutableSortedDictionary<string, string> Nothing =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
