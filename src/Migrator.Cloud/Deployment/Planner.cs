using System.Collections.Immutable;
using Migrator.Cloud.Api;
using Migrator.Cloud.Api.Model;
using Migrator.Cloud.Deployment.Gate;

namespace Migrator.Cloud.Deployment;

/// <summary>Puts the steps of a deploy in order (spec/cloud-deploy.md 2.7). It only computes.</summary>
internal static class Planner
{
    private const string DefaultLabel = "default";

    /// <summary>Makes the plan.</summary>
    public static DeploymentPlan Plan(DeploymentRequest request, DeploymentFacts facts)
    {
        var image = new CloudImage(
            facts.Observed.Repository, CloudNames.TagFor(request.Version, request.Digest), request.Digest);
        var choice = RollbackChoice.FromWhatIsLive(facts.Observed, facts.Decision);
        var plan = new DeploymentPlan
        {
            Request = request,
            AppName = facts.Observed.Name,
            Image = image,
            Decision = facts.Decision,
            Era = facts.Era,
            Rollback = choice,
            RollbackCommand = choice.Revision is { } number
                ? WayBackCommand.Of(facts.Observed.App!, number, facts.Observed.CommandOptions)
                : null,
            Faults = Preflight.Check(request, facts),
            Unknowns = [.. Unknowns(request, facts)],
        };
        return plan.IsRunnable ? WithWayBack(plan with { Steps = [.. Steps(request, facts, image)] }) : plan;
    }

    // The cloud gives no value back, so what was there before cannot be put there again.
    private static DeploymentPlan WithWayBack(DeploymentPlan plan)
    {
        var settings = string.Join(", ", plan.Steps.Select(WhatItSets).OfType<string>());
        if (!plan.Rollback.IsPossible || settings.Length == 0)
        {
            return plan;
        }

        var stays = "A way back makes the old revision live and changes nothing else: what this deploy sets stays "
            + $"({settings}), as the cloud does not tell what was there before. Set it again by hand.";
        var isAsked = plan.Request.IsRollbackRequired || plan.Request.OnFailure == OnFailure.Rollback;
        plan = plan with { StaysAfterRollback = stays };
        return isAsked
            ? plan with
            {
                Faults = plan.Faults.Add(new PreflightFault(IsBlocking: false, stays)),
                Unknowns = plan.Unknowns.Add(
                    $"What was there before of what this deploy sets ({settings}); a way back does not restore it."),
            }
            : plan;
    }

    private static string? WhatItSets(DeploymentStep step) => step switch
    {
        { Kind: StepKind.SetVariable } => $"variable {step.Subject}",
        { Kind: StepKind.SetKeyValue } => $"key {step.Subject}",
        { Kind: StepKind.LinkResource, Link: { } link } =>
            $"link {(link.Kind == ResourceKind.Sql ? "sqlite" : "kv")}:{link.Label}",
        _ => null,
    };

    /// <summary>Whether the artifact is live already, and nothing about it changes.</summary>
    public static bool IsLive(DeploymentRequest request, DeploymentFacts facts, CloudImage image) =>
        facts.Decision.Verdict is GateVerdict.Oci or GateVerdict.OciWithStaleStorage
        && facts.Observed.ActiveRevision == image.Tag
        && facts.Observed.Running.Identity == image.Digest
        && request.Variables.IsEmpty
        && request.KeyValues.IsEmpty
        && !LinksToMake(request, facts).Any();

    private static IEnumerable<DeploymentStep> Steps(
        DeploymentRequest request, DeploymentFacts facts, CloudImage image)
    {
        if (!IsLive(request, facts, image))
        {
            yield return Pushing(request, image);
            foreach (var step in Preparation(request, facts, image).Concat(Activation(facts, image)))
            {
                yield return step;
            }
        }

        yield return new(
            StepKind.Watch, "watch the failover until only the new version answers", "GET /.well-known/spin/info");
    }

    // Each blob is opened and sent, the manifest goes by its digest and then by its tag, and nothing can be read back.
    private static DeploymentStep Pushing(DeploymentRequest request, CloudImage image)
    {
        var blobs = request.BlobSizes.Length;
        return new(
            StepKind.Push,
            $"push {request.BlobSizes.Sum()} bytes in {blobs} blobs",
            $"1 HEAD, {blobs} POST and {blobs + 2} PUT to {image.Repository}: each blob, the manifest {image.Digest}, "
            + $"the tag {image.Tag}");
    }

    // What the new code needs is there before the new code runs.
    private static IEnumerable<DeploymentStep> Preparation(
        DeploymentRequest request, DeploymentFacts facts, CloudImage image)
    {
        if (facts.Observed.App is null)
        {
            yield return new(
                StepKind.CreateApp,
                $"create app {facts.Observed.Name}",
                $"POST /api/apps name={facts.Observed.Name} storageId={image.StorageId}");
        }

        foreach (var name in request.Variables.Keys)
        {
            yield return new(
                StepKind.SetVariable, $"set variable {name}", $"POST /api/variable-pairs variable={name}")
            {
                Subject = name,
            };
        }

        foreach (var link in LinksToMake(request, facts))
        {
            yield return Linking(link, facts);
        }

        foreach (var key in request.KeyValues.Keys)
        {
            yield return new(StepKind.SetKeyValue, $"write key {key}", $"POST /api/key-value-pairs key={key}")
            {
                Subject = key,
            };
        }
    }

    private static IEnumerable<DeploymentStep> Activation(DeploymentFacts facts, CloudImage image)
    {
        yield return new(
            StepKind.Register,
            $"register revision {image.Tag}",
            $"POST /api/revisions appStorageId={image.StorageId} revisionNumber={image.Tag}");
        if (facts.Era == CloudEra.ExplicitChannels)
        {
            yield return facts.Observed.App?.LiveChannel() is { } channel
                ? new(StepKind.Activate, $"make {image.Tag} live", $"PATCH /api/channels/{channel.Id}")
                : new(
                    StepKind.Activate,
                    $"create channel {AppItem.DeployChannel} with {image.Tag} live",
                    $"POST /api/channels name={AppItem.DeployChannel}");
        }
    }

    private static IEnumerable<ResourceLink> LinksToMake(DeploymentRequest request, DeploymentFacts facts) =>
        facts.Era == CloudEra.ExplicitChannels
            ? request.SqlLabels.Contains(DefaultLabel) && !facts.IsLinked(ResourceKind.Sql, DefaultLabel)
                ? [new ResourceLink(ResourceKind.Sql, DefaultLabel, DefaultLabel)]
                : []
            : request.Links.Where(link => !facts.IsLinked(link.Kind, link.Label));

    private static DeploymentStep Linking(ResourceLink link, DeploymentFacts facts)
    {
        var isThere = link.Kind == ResourceKind.Sql
            ? facts.Databases.Any(database => database.Name == link.Name)
            : facts.Stores.Any(store => store.Name == link.Name);
        var create = facts.Era == CloudEra.ExplicitChannels || !isThere;
        var request = (link.Kind, create) switch
        {
            (ResourceKind.Sql, true) when facts.Era == CloudEra.ExplicitChannels =>
                $"POST /api/sql-databases/create name={link.Name}",
            (ResourceKind.Sql, true) => $"POST /api/sql-databases/create name={link.Name} label={link.Label}",
            (ResourceKind.Sql, false) => $"POST /api/sql-databases/{link.Name}/links label={link.Label}",
            (_, true) => $"POST /api/key-value-stores/{link.Name} label={link.Label}",
            (_, false) => $"POST /api/key-value-stores/{link.Name}/links label={link.Label}",
        };
        var title = create ? $"create {link.Name}, and link {link.Label} to it" : $"link {link.Label} to {link.Name}";
        return new(StepKind.LinkResource, title, request) { Link = link };
    }

    private static IEnumerable<string> Unknowns(DeploymentRequest request, DeploymentFacts facts)
    {
        if (facts.Decision.Verdict == GateVerdict.Legacy)
        {
            yield return "Whether the cloud changes the app's storage id when it is upgraded.";
            if (facts.Observed.App!.StorageId != facts.Observed.Name)
            {
                yield return "Whether the cloud takes an artifact for an app that was renamed while it was a bindle.";
            }
        }

        if (facts.Observed.App is not null && !request.RequiredVariables.IsEmpty)
        {
            yield return "Values of variables that are set already.";
        }

        yield return "How far a rollout is, and which instance answers; answers are sampled instead.";
        yield return "What the registry has; it can only be pushed to.";
    }
}
