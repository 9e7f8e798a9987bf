using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Cloud.Api;
using Migrator.Cloud.Deployment;
using Migrator.Cloud.Health;
using Migrator.Conversion;

namespace Migrator.Engine.Batch;

/// <summary>That the bindles of a batch are deployed to a cloud, and how. Holds no value of a variable.</summary>
public sealed record BatchDeploy
{
    /// <summary>The cloud's address; null for that of the login.</summary>
    public Uri? Cloud { get; init; }

    /// <summary>Which login, by its name; null for the usual one.</summary>
    public string? Environment { get; init; }

    /// <summary>The host of the cloud's registry; null for the usual one.</summary>
    public string? Registry { get; init; }

    /// <summary>The form of the artifacts; null for the one that the cloud's own tools push.</summary>
    public Profile? Profile { get; init; }

    /// <summary>How the cloud makes revisions live; null to find out.</summary>
    public CloudEra? Era { get; init; }

    /// <summary>What becomes of a version that does not get ready. Default: it stays.</summary>
    public OnFailure OnFailure { get; init; } = OnFailure.Keep;

    /// <summary>Whether an app is only deployed when there is a way back. Default: no.</summary>
    public bool IsRollbackRequired { get; init; }

    /// <summary>Requests that every app must answer before it counts as ready.</summary>
    public ImmutableArray<SmokeCheck> Smoke { get; init; } = [];

    /// <summary>Variables of the apps, set before a version starts.</summary>
    public ImmutableArray<BatchVariable> Variables { get; init; } = [];

    /// <summary>The stores and databases that labels of the apps lead to.</summary>
    public ImmutableArray<BatchLink> Links { get; init; } = [];

    /// <summary>The links of one bindle's app.</summary>
    internal ImmutableArray<ResourceLink> LinksOf(BindleId id) =>
        [.. Links.Where(link => BatchSelection.IsMeant(link.Bindles, id)).Select(link => link.Link)];
}
