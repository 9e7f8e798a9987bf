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
        if (request.AppId is { } wanted && apps.TrueForAll(app => app.Id != wanted))
        {
            return new(DeploymentStatus.NotPossible, $"The account has no app {wanted}.") { IsMissing = true };
        }

        var (observed, baseline) = await survey.ObserveAsync(
            apps,
            CloudNames.AppNameFor(request.Name),
            request.AppId ?? AppSurvey.NamedOrNull(apps, request.Name)?.Id,
            cancellationToken).ConfigureAwait(false);
        if ((ReasonAgainst(observed) ?? ReasonAgainst(AppSurvey.StoredAlike(apps, observed))) is { } reason)
        {
            return new(DeploymentStatus.NotPossible, reason) { IsMissing = observed.App is null };
        }

        var app = observed.App!;
        var numbers = await attempts.RunAsync(() => ListAsync(app, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        var digests = await attempts.RunAsync(
            () => DigestsAsync(observed, request.Revision ?? "", numbers, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        var choice = Choose(observed, request.Revision, numbers, digests);
        if (choice.Revision is not { } number)
        {
            var isDowngrade = request.Revision is { } asked
                && (CloudNames.IsBindleRevision(asked) || IsUnproven(observed, asked, numbers, digests));
            return new RollbackOutcome(
                isDowngrade ? DeploymentStatus.RefusedByGate : DeploymentStatus.NotPossible, choice.Reason);
        }

        var expected = ExpectedImage.Of(choice.Digest!);
        // A way back that was stopped in the midst is gone to its end, and not begun again.
        var report = number == observed.ActiveRevision
            ? await revisions.WatchAsync(app, number, expected, baseline: [], cancellationToken).ConfigureAwait(false)
            : await revisions.GoToAsync(
                app,
                request.Era ?? AppSurvey.EraOf(app),
                number,
                expected,
                observed.Running.Identity == choice.Digest ? baseline : [],
                cancellationToken).ConfigureAwait(false);
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

    // A version may look like a tag of ours; a bindle's has no artifact in the registry.
    private static bool IsUnproven(
        ObservedApp observed, string number, IReadOnlyList<string> revisions, Dictionary<string, string> digests) =>
        number != observed.ActiveRevision
        && CloudNames.MayBeUniqueTag(number)
        && revisions.Contains(number, StringComparer.Ordinal)
        && !digests.ContainsKey(number);

    private static RollbackChoice Choose(
        ObservedApp observed, string? wanted, IReadOnlyList<string> revisions, Dictionary<string, string> digests)
    {
        var active = observed.ActiveRevision;
        string[] able =
        [
            .. revisions.Where(
                number => digests.TryGetValue(number, out var digest) && CloudNames.IsUniqueTag(number, digest)),
        ];
        return (wanted, able) switch
        {
            ({ } number, _) when able.Contains(number, StringComparer.Ordinal) => new(
                number, digests[number], "It is as asked."),
            ({ } number, _) when CloudNames.IsBindleRevision(number) => new(
                null, null, $"Revision {number} is a bindle: the app is OCI now, and a bindle cannot start in it."),
            ({ } number, _) when number == active && observed.DigestOf(number) is { } digest => new(
                number, digest, "It is live already."),
            ({ } number, _) when number == active => new(null, null, $"Revision {number} is live already."),
            ({ } number, _) when IsUnproven(observed, number, revisions, digests) => new(
                null,
                null,
                $"Nothing shows that revision {number} is OCI: the cloud's registry knows no artifact of that tag. If "
                + "it is a bindle, it cannot start in the app now."),
            ({ } number, _) when revisions.Contains(number, StringComparer.Ordinal) => new(
                null, null, $"The tag {number} may have been overwritten, so nobody can tell what it would start."),
            ({ } number, _) => new(null, null, $"{observed.Name} has no revision {number}."),
            (null, [var number]) when IsNewer(number, active) => new(
                null, null, $"The only other revision is newer than what is live; if it is meant: --revision {number}"),
            (null, [var number]) => new(number, digests[number], "It is the only other one."),
            (null, []) => new(null, null, $"{observed.Name} has no older revision that is known to start."),
            _ => new(null, null, $"Say which revision to go back to: {string.Join(", ", able)}."),
        };
    }

    // A way back that is asked for twice must not lead forward again; versions that cannot be compared are let through.
    private static bool IsNewer(string number, string? active) =>
        VersionOf(number) is { } version && VersionOf(active) is { } live && version > live;

    private static Version? VersionOf(string? number) =>
        Version.TryParse(number?.Split('-', '_', '+')[0], out var version) ? version : null;

    // The digests of the artifacts that could be gone back to, by their tags.
    private async Task<Dictionary<string, string>> DigestsAsync(
        ObservedApp observed, string wanted, IReadOnlyList<string> revisions, CancellationToken cancellationToken)
    {
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var number in revisions.Where(number => number != observed.ActiveRevision
            && CloudNames.MayBeUniqueTag(number)
            && (wanted.Length == 0 || number == wanted)))
        {
            var digest = await cloud.Artifacts.DigestOrNullAsync(observed.Repository, number, cancellationToken)
                .ConfigureAwait(false);
            if (digest is not null)
            {
                digests[number] = digest;
            }
        }

        return digests;
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
