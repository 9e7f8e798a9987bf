using System.Collections.Immutable;
using Migrator.Cloud.Api;
using Migrator.Cloud.Api.Model;
using Migrator.Cloud.Deployment.Gate;
using Migrator.Cloud.Health;

namespace Migrator.Cloud.Deployment;

/// <summary>
/// Makes an older revision live again: only one that can start, and only done when it answers
/// (spec/cloud-deploy.md 4.5).
/// </summary>
internal sealed class Rollback(CloudClient cloud, AppSurvey survey, RevisionSwitch revisions, Attempts attempts)
{
    /// <summary>Goes back.</summary>
    public async Task<RollbackOutcome> RunAsync(RollbackRequest request, CancellationToken cancellationToken)
    {
        var apps = await attempts.RunAsync(() => survey.ListAsync(cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        var name = CloudNames.AppNameFor(request.Name);
        var (observed, _) = await survey.ObserveAsync(apps, name, request.AppId, cancellationToken)
            .ConfigureAwait(false);
        if ((ReasonAgainst(observed) ?? ReasonAgainst(AppSurvey.StoredAlike(apps, observed))) is { } reason)
        {
            return new RollbackOutcome(DeploymentStatus.NotPossible, reason);
        }

        var app = observed.App!;
        var numbers = await attempts.RunAsync(() => ListAsync(app, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        var choice = Choose(observed, request.Revision, numbers);
        if (choice.Revision is not { } number)
        {
            var isDowngrade = request.Revision is { } wanted && CloudNames.IsBindleRevision(wanted);
            return new RollbackOutcome(
                isDowngrade ? DeploymentStatus.RefusedByGate : DeploymentStatus.NotPossible, choice.Reason);
        }

        if (ExpectedOrNull(observed, number) is not { } expected)
        {
            return new RollbackOutcome(
                DeploymentStatus.NotPossible,
                $"{app.Name} is in the midst of a failover, and its answers do not tell which of them is revision "
                + $"{number}, so nobody could see it go back. Wait until it is over.");
        }

        // A way back that was stopped in the midst is gone to its end, and not begun again.
        var report = number == observed.ActiveRevision
            ? await revisions.WatchAsync(app, number, expected, cancellationToken).ConfigureAwait(false)
            : await revisions.GoToAsync(app, request.Era ?? AppSurvey.EraOf(app), number, expected, cancellationToken)
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
            || IsBetweenArtifacts(decision, observed)
            ? null
            : $"{observed.Name} cannot go back. {decision.Reason}";
    }

    // A new artifact that never takes over whole is the very reason to go back.
    private static bool IsBetweenArtifacts(GateDecision decision, ObservedApp observed) =>
        decision.Verdict == GateVerdict.FailoverInProgress && !observed.Digests.IsEmpty;

    // Going back may mean registering again, which reaches every app that is stored alike.
    private static string? ReasonAgainst(ImmutableArray<string> storedAlike) => storedAlike.IsEmpty
        ? null
        : $"It would change {string.Join(" and ", storedAlike)}, too, which is stored alike.";

    // The tag may name the digest to wait for; if it does not, what runs now must at least be gone.
    private static ExpectedImage? ExpectedOrNull(ObservedApp observed, string number) =>
        observed.DigestOf(number) is { } wanted ? ExpectedImage.Of(wanted)
        : observed.Running.Kind != RunningKind.Several ? ExpectedImage.OtherThan(observed.Running.Identity)
        : observed.DigestOf(observed.ActiveRevision) is { } leaving ? ExpectedImage.OtherThan(leaving)
        : null;

    private static RollbackChoice Choose(ObservedApp observed, string? wanted, IReadOnlyList<string> revisions)
    {
        var active = observed.ActiveRevision;
        string[] able = [.. revisions.Where(number => number != active && CloudNames.IsUniqueTag(number))];
        return (wanted, able) switch
        {
            ({ } number, _) when able.Contains(number, StringComparer.Ordinal) => new(number, null, "It is as asked."),
            ({ } number, _) when CloudNames.IsBindleRevision(number) => new(
                null, null, $"Revision {number} is a bindle: the app is OCI now, and a bindle cannot start in it."),
            ({ } number, _) when number == active && observed.DigestOf(number) is not null => new(
                number, null, "It is live already."),
            ({ } number, _) when number == active => new(null, null, $"Revision {number} is live already."),
            ({ } number, _) when revisions.Contains(number, StringComparer.Ordinal) => new(
                null, null, $"The tag {number} may have been overwritten, so nobody can tell what it would start."),
            ({ } number, _) => new(null, null, $"{observed.Name} has no revision {number}."),
            (null, [var number]) when IsNewer(number, active) => new(
                null, null, $"The only other revision is newer than what is live; if it is meant: --revision {number}"),
            (null, [var number]) => new(number, null, "It is the only other one."),
            (null, []) => new(null, null, $"{observed.Name} has no older revision that is known to start."),
            _ => new(null, null, $"Say which revision to go back to: {string.Join(", ", able)}."),
        };
    }

    // A way back that is asked for twice must not lead forward again; versions that cannot be compared are let through.
    private static bool IsNewer(string number, string? active) =>
        VersionOf(number) is { } version && VersionOf(active) is { } live && version > live;

    private static Version? VersionOf(string? number) =>
        Version.TryParse(number?.Split('-', '_', '+')[0], out var version) ? version : null;

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
