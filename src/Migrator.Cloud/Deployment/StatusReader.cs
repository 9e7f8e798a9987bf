using Migrator.Cloud.Api;
using Migrator.Cloud.Api.Model;
using Migrator.Cloud.Deployment.Gate;

namespace Migrator.Cloud.Deployment;

/// <summary>Tells what is deployed.</summary>
internal sealed class StatusReader(CloudClient cloud, AppSurvey survey)
{
    // To sample an app takes seconds, and an account has up to a hundred.
    private const int AtOnce = 10;

    /// <summary>Reads one application, or all.</summary>
    public async Task<IReadOnlyList<AppStatus>> ReadAsync(string? name, CancellationToken cancellationToken)
    {
        var apps = await survey.ListAsync(cancellationToken).ConfigureAwait(false);
        IEnumerable<(string Name, Guid? Id)> wanted = name is null ? apps.Select(app => (app.Name, (Guid?)app.Id))
            : AppSurvey.NamedOrNull(apps, name) is { } named ? [(named.Name, named.Id)]
            : [(CloudNames.AppNameFor(name), null)];
        var found = new List<AppStatus>();
        foreach (var group in wanted.Chunk(AtOnce))
        {
            found.AddRange(await Task.WhenAll(group.Select(
                app => ReadAsync(apps, app.Name, app.Id, cancellationToken))).ConfigureAwait(false));
        }

        return found;
    }

    private async Task<AppStatus> ReadAsync(
        IReadOnlyCollection<AppItem> apps, string name, Guid? id, CancellationToken cancellationToken)
    {
        var (observed, _) = await survey.ObserveAsync(apps, name, id, cancellationToken).ConfigureAwait(false);
        return StatusOf(observed);
    }

    private AppStatus StatusOf(ObservedApp observed) => new(
        observed.Name, VersionGate.Judge(observed, Packaging.Oci), observed.Running)
    {
        Id = observed.App?.Id,
        StorageId = observed.App?.StorageId,
        ActiveRevision = observed.ActiveRevision,
        Url = observed.App?.Host() is { } host ? CloudNames.AppUrlOrNull(cloud, host) : null,
        HealthStatus = observed.App?.HealthStatus ?? observed.App?.LiveChannel()?.HealthStatus,
    };
}
