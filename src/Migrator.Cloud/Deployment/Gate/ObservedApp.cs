using System.Collections.Immutable;
using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Deployment.Gate;

/// <summary>What can be seen of an application from outside (spec/cloud-deploy.md 3.3).</summary>
/// <param name="Name">The name that is deployed under.</param>
/// <param name="App">The application of that name; null when there is none.</param>
/// <param name="Running">What it says that it runs.</param>
public sealed record ObservedApp(string Name, AppItem? App, RunningPackage Running)
{
    /// <summary>Applications whose names become this one when they are made fit for OCI, and are not it.</summary>
    public ImmutableArray<AppItem> Similar { get; init; } = [];

    /// <summary>The number of the revision that is live; null when none is.</summary>
    public string? ActiveRevision => App?.LiveChannel()?.ActiveRevisionNumber;

    /// <summary>The digests of the artifacts that answer; none when a bindle answers beside them.</summary>
    internal ImmutableArray<string> Digests { get; init; } = [];

    /// <summary>The digest among those that answer that a tag of ours names; null when it names none of them.</summary>
    internal string? DigestOf(string? tag) =>
        Digests.FirstOrDefault(digest => CloudNames.IsTagOf(tag ?? "", digest));

    /// <summary>Whether what answers is the bindle that the cloud, too, has for live: no failover hides it.</summary>
    internal bool RunsItsLiveBindle =>
        Running is { Kind: RunningKind.Bindle, Identity: { } version } && version == ActiveRevision;

    /// <summary>The repository of its artifacts.</summary>
    internal string Repository => App is null ? Name : CloudNames.RepositoryOf(App);

    /// <summary>Options of a command line that lead to its cloud, as a shell reads them; for advice.</summary>
    internal string CommandOptions { get; init; } = "";

    /// <summary>Whether the very revision that is to be deployed is registered already.</summary>
    public bool IsRegistered { get; init; }
}
