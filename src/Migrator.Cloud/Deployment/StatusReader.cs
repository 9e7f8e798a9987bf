using Migrator.Cloud.Api;
using Migrator.Cloud.Deployment.Gate;

namespace Migrator.Cloud.Deployment;

/// <summary>Tells what is deployed.</summary>
internal sealed class StatusReader(CloudClient cloud, AppSurvey survey)
{
    /// <summary>Reads one application, or all.</summary>
    public async Task<IReadOnlyList<AppStatus>> ReadAsync(string? name, CancellationToken cancellationToken)
    {
        var apps = await survey.ListAsync(cancellationToken).ConfigureAwait(false);
        var wanted = name is null ? apps.Select(app => (app.Name, Id: (Guid?)app.Id))
            : apps.Where(app => app.Name == name).Select(app => (app.Name, Id: (Guid?)app.Id))
                .DefaultIfEmpty((Name: CloudNames.AppNameFor(name), Id: null));
        var found = new List<AppStatus>();
        foreach (var (asked, id) in wanted)
        {
            var (observed, _) = await survey.ObserveAsync(apps, asked, id, cancellationToken).ConfigureAwait(false);
            found.Add(StatusOf(observed));
        }

        return found;
    }

    private AppStatus StatusOf(ObservedApp observed) => new(
        observed.Name, VersionGate.Judge(observed, Packaging.Oci), observed.Running)
    {
        Id = observed.App?.Id,
        StorageId = observed.App?.StorageId,
        ActiveRevision = observed.ActiveRevision,
        Url = observed.App?.Host() is { } host ? CloudNames.AppUrl(cloud, host) : null,
        HealthStatus = observed.App?.HealthStatus ?? observed.App?.LiveChannel()?.HealthStatus,
    };
}
