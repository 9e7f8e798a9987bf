using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Deployment.Gate;

/// <summary>
/// Judges whether a deploy may go on, before anything is written: from Bindle to OCI yes, back never
/// (spec/cloud-deploy.md 3.3). It only computes.
/// </summary>
public static class VersionGate
{
    private const string Back = "A bindle over it would be refused by the cloud, or break the app; deploy it as OCI.";

    /// <summary>Judges.</summary>
    /// <param name="observed">What was seen.</param>
    /// <param name="wanted">What is to be deployed.</param>
    /// <returns>The decision.</returns>
    public static GateDecision Judge(ObservedApp observed, Packaging wanted)
    {
        ArgumentNullException.ThrowIfNull(observed);
        var decision = observed.App is { } app ? JudgeApp(observed, app) : JudgeName(observed);
        return wanted == Packaging.Oci ? decision : JudgeBindle(observed, decision);
    }

    private static GateDecision JudgeBindle(ObservedApp observed, GateDecision decision)
    {
        var isOci = decision.Verdict is GateVerdict.Oci or GateVerdict.OciWithStaleStorage or GateVerdict.RolledBack
            || IsOci(observed.App)
            || observed.Running.Kind == RunningKind.Oci;
        return isOci
            ? decision with { Action = GateAction.Refuse, Reason = $"{observed.Name} runs as OCI. {Back}" }
            : decision;
    }

    private static GateDecision JudgeName(ObservedApp observed)
    {
        if (observed.Similar.IsEmpty)
        {
            return new(GateVerdict.NotDeployed, GateAction.Create, $"There is no app {observed.Name} yet.");
        }

        var similar = string.Join(", ", observed.Similar.Select(app => $"{app.Name} ({app.Id})"));
        return new(
            GateVerdict.NameSplit,
            GateAction.Stop,
            $"There is no app {observed.Name}, but {similar}, whose name OCI does not allow: a deploy would make a "
            + "second app beside it. Name the app to upgrade (--app-id), or rename it.");
    }

    private static GateDecision JudgeApp(ObservedApp observed, AppItem app) => observed switch
    {
        { ActiveRevision: null } => new(
            GateVerdict.HalfCreated,
            GateAction.Repair,
            $"{app.Name} was created, but no revision of it is live; the deploy finishes that."),
        { Running.Kind: RunningKind.Several } => InFailover(app),
        _ when IsOci(app) => JudgeOci(observed, app, observed.ActiveRevision),
        _ when app.StorageId.Contains("://", StringComparison.Ordinal) => new(
            GateVerdict.Unknown,
            GateAction.Stop,
            $"The storage of {app.Name} is {app.StorageId}, of a kind that is not known; deploy it with its own tool."),
        _ => JudgeBare(observed, app, observed.ActiveRevision),
    };

    private static GateDecision JudgeOci(ObservedApp observed, AppItem app, string active)
    {
        var isBindle = CloudNames.IsBindleRevision(active) || observed.RunsItsLiveBindle;
        if (isBindle && observed.IsRegistered)
        {
            return new(
                GateVerdict.RolledBack,
                GateAction.Repair,
                $"{app.Name} is stored as OCI, and its live revision {active} is still a bindle: a deploy of this very "
                + "artifact was stopped before it was made live. The deploy finishes that.");
        }

        if (isBindle)
        {
            return new(
                GateVerdict.RolledBack,
                GateAction.Stop,
                $"{app.Name} is stored as OCI, but its live revision {active} is a bindle, which cannot start there. "
                + "Somebody went back by hand, or a deploy was stopped midway: run that deploy again, make an OCI "
                + $"revision live ({WayBackCommand.Of(app, "NUMBER", observed.CommandOptions)}), or delete the app.");
        }

        return observed.Running.Kind == RunningKind.Bindle
            ? InFailover(app)
            : new(GateVerdict.Oci, GateAction.Upgrade, $"{app.Name} runs as OCI, revision {active}.");
    }

    private static GateDecision JudgeBare(ObservedApp observed, AppItem app, string active)
    {
        var isBindleRevision = CloudNames.IsBindleRevision(active);
        return observed.Running switch
        {
            { Kind: RunningKind.Oci } when isBindleRevision => InFailover(app),
            { Kind: RunningKind.Bindle, Identity: var version } when !isBindleRevision && version != active =>
                InFailover(app),
            { Kind: RunningKind.Oci } => Stale(app, active),
            { Kind: RunningKind.Silent or RunningKind.Unmarked } when CloudNames.IsUniqueTag(active, digest: null) =>
                Stale(app, active),
            _ => new(
                GateVerdict.Legacy,
                GateAction.Upgrade,
                $"{app.Name} is a bindle from before plugin 0.3.0, revision {active}. After the upgrade to OCI there "
                + "is no way back to it."),
        };
    }

    private static GateDecision Stale(AppItem app, string active) => new(
        GateVerdict.OciWithStaleStorage,
        GateAction.Upgrade,
        $"{app.Name} runs as OCI, revision {active}, though its storage id {app.StorageId} is still that of a bindle.");

    private static GateDecision InFailover(AppItem app) => new(
        GateVerdict.FailoverInProgress,
        GateAction.Wait,
        $"{app.Name} is in the midst of a failover: old and new answer side by side. Wait until it is over.");

    private static bool IsOci(AppItem? app) =>
        app?.StorageId.StartsWith(CloudNames.OciScheme, StringComparison.Ordinal) ?? false;
}
