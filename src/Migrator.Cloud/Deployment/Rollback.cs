using Migrator.Cloud.Api;
using Migrator.Cloud.Api.Model;
using Migrator.Cloud.Deployment.Gate;
using Migrator.Cloud.Health;

namespace Migrator.Cloud.Deployment;

/// <summary>
/// Makes an older revision live again: only one that can start, and only done when it answers
/// (spec/cloud-deploy.md 4.5).
/// </summary>
internal sealed class Rollback(CloudClient cloud, AppSurvey survey, RevisionSwitch revisions)
{
    /// <summary>Goes back.</summary>
    public async Task<RollbackOutcome> RunAsync(RollbackRequest request, CancellationToken cancellationToken)
    {
        var apps = await survey.ListAsync(cancellationToken).ConfigureAwait(false);
        var name = CloudNames.AppNameFor(request.Name);
        var (observed, _) = await survey.ObserveAsync(apps, name, request.AppId, cancellationToken)
            .ConfigureAwait(false);
        if (ReasonAgainst(observed) is { } reason)
        {
            return new RollbackOutcome(DeploymentStatus.NotPossible, reason);
        }

        var app = observed.App!;
        var choice = Choose(app, request.Revision, await ListAsync(app, cancellationToken).ConfigureAwait(false));
        if (choice.Revision is not { } number)
        {
            return new RollbackOutcome(DeploymentStatus.NotPossible, choice.Reason);
        }

        var era = request.Era ?? await survey.EraAsync(apps, cancellationToken).ConfigureAwait(false);
        var report = await revisions.GoToAsync(
            app, era, number, ExpectedImage.OtherThan(observed.Running.Identity), cancellationToken)
            .ConfigureAwait(false);
        return report.Verdict == HealthVerdict.Converged
            ? new(DeploymentStatus.RolledBack, $"{app.Name} answers with revision {number}.")
            {
                Revision = number,
                Health = report,
            }
            : new(DeploymentStatus.NotReady, $"{app.Name} was told to run revision {number}, and does not yet.")
            {
                Revision = number,
                Health = report,
            };
    }

    private static string? ReasonAgainst(ObservedApp observed)
    {
        var decision = VersionGate.Judge(observed, Packaging.Oci);
        return decision.Verdict is GateVerdict.Oci or GateVerdict.OciWithStaleStorage or GateVerdict.RolledBack
            ? null
            : $"{observed.Name} cannot go back. {decision.Reason}";
    }

    private static RollbackChoice Choose(AppItem app, string? wanted, IReadOnlyList<string> revisions)
    {
        var active = app.LiveChannel()?.ActiveRevisionNumber;
        string[] able = [.. revisions.Where(number => number != active && CloudNames.IsUniqueTag(number))];
        return (wanted, able) switch
        {
            ({ } number, _) when able.Contains(number, StringComparer.Ordinal) => new(number, null, "It is as asked."),
            ({ } number, _) when CloudNames.IsBindleRevision(number) => new(
                null, null, $"Revision {number} is a bindle: the app is OCI now, and a bindle cannot start in it."),
            ({ } number, _) when number == active => new(null, null, $"Revision {number} is live already."),
            ({ } number, _) when revisions.Contains(number, StringComparer.Ordinal) => new(
                null, null, $"The tag {number} may have been overwritten, so nobody can tell what it would start."),
            ({ } number, _) => new(null, null, $"{app.Name} has no revision {number}."),
            (null, [var number]) => new(number, null, "It is the only other one."),
            (null, []) => new(null, null, $"{app.Name} has no older revision that is known to start."),
            _ => new(null, null, $"Say which revision to go back to: {string.Join(", ", able)}."),
        };
    }

    private async Task<IReadOnlyList<string>> ListAsync(AppItem app, CancellationToken cancellationToken)
    {
        var numbers = new List<string>();
        await foreach (var revision in cloud.Revisions.ListAsync(null, cancellationToken).ConfigureAwait(false))
        {
            if (revision.AppId == app.Id && !numbers.Contains(revision.RevisionNumber, StringComparer.Ordinal))
            {
                numbers.Add(revision.RevisionNumber);
            }
        }

        return numbers;
    }
}
