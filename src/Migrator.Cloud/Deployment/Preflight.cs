using System.Collections.Immutable;
using System.Text;
using Migrator.Cloud.Api;
using Migrator.Cloud.Deployment.Gate;

namespace Migrator.Cloud.Deployment;

/// <summary>
/// Finds what a deploy would run into, before anything is written (spec/cloud-deploy.md 5). It only computes.
/// </summary>
internal static class Preflight
{
    private const string ReservedPrefix = "/.well-known/spin/";
    private const string DefaultLabel = "default";
    private const int StarterApps = 5;
    private const long MaxPackageBytes = 100_000_000;
    private const long LargeBlobBytes = 90_000_000;
    private const int MaxKeyBytes = 255;
    private const int MaxValueBytes = 1_000_000;
    private const int MaxName = 128;
    private const int MaxHostLabel = 63;
    private const int HostSuffix = 9;

    /// <summary>All that is found, at once.</summary>
    public static ImmutableArray<PreflightFault> Check(DeploymentRequest request, DeploymentFacts facts) =>
    [
        .. Names(request, facts),
        .. Lengths(facts),
        .. Routes(request),
        .. Hosts(request),
        .. Sizes(request),
        .. Quota(request, facts),
        .. Sharing(facts),
        .. Variables(request, facts),
        .. Labels(request, facts),
        .. Keys(request),
        .. WayBack(request, facts),
    ];

    // The repository of an app that is OCI already is taken as it is.
    private static IEnumerable<PreflightFault> Names(DeploymentRequest request, DeploymentFacts facts)
    {
        var before = facts.Observed.App?.StorageId ?? request.Name;
        var name = facts.Observed.Repository;
        if (before == CloudNames.OciScheme + name)
        {
            yield break;
        }

        if (!CloudNames.IsAppName(name))
        {
            yield return Block(
                $"The name '{before}' becomes '{name}', which is no OCI repository: ASCII letters and digits, "
                + "with single '_', '__' or '-' between them. Rename the app.");
        }
        else if (name != before)
        {
            yield return Note($"The name '{before}' becomes '{name}', as OCI wants it.");
        }
    }

    // An app that is there has its name and its host already.
    private static IEnumerable<PreflightFault> Lengths(DeploymentFacts facts)
    {
        var length = facts.Observed.Name.Length;
        if (facts.Observed.App is not null)
        {
            yield break;
        }

        if (length > MaxName)
        {
            yield return Block(
                $"The name has {length} characters, and the cloud takes names of at most {MaxName}. Rename the app.");
        }
        else if (length + HostSuffix > MaxHostLabel)
        {
            yield return Note(
                $"The name has {length} characters. The cloud makes the app's host of it and {HostSuffix} more, and a "
                + $"part of a host has at most {MaxHostLabel}: the app may get no host that can be found.");
        }
    }

    private static IEnumerable<PreflightFault> Sharing(DeploymentFacts facts) => facts.StoredAlike
        .Select(other => Block(
            $"The app {other} is stored as {CloudNames.OciScheme}{facts.Observed.Repository} already, and whatever is "
            + $"registered there reaches it: a deploy of {facts.Observed.Name} would change {other}. Deploy to {other} "
            + "by its id (--app-id), or delete one of the two."));

    private static IEnumerable<PreflightFault> Routes(DeploymentRequest request)
    {
        foreach (var trigger in request.Triggers.Where(trigger => trigger != "http"))
        {
            yield return Block($"The cloud runs no trigger but http, and the app has one of kind {trigger}.");
        }

        if (request.Routes.IsEmpty)
        {
            yield return Block("The app has no component that a request can reach.");
        }

        foreach (var route in request.Routes.Where(route => IsReserved(route.Pattern)))
        {
            yield return Block(
                $"The route {route.Pattern} of {route.Component} lies below {ReservedPrefix}, which the host keeps for "
                + "itself: it would never be reached. Choose another.");
        }

        foreach (var same in request.Routes.Where(route => route.Pattern is not null)
            .GroupBy(route => route.Pattern!, StringComparer.Ordinal)
            .Where(group => group.Skip(1).Any()))
        {
            yield return Block(
                $"The route {same.Key} is that of {string.Join(" and ", same.Select(route => route.Component))}; "
                + "only one can have it.");
        }
    }

    private static bool IsReserved(string? pattern) =>
        pattern is not null && (pattern + "/").StartsWith(ReservedPrefix, StringComparison.Ordinal);

    private static IEnumerable<PreflightFault> Hosts(DeploymentRequest request) => request.OutboundHosts
        .Where(host => host.Contains(".spin.internal", StringComparison.OrdinalIgnoreCase))
        .Select(host => Block($"The app calls its own components by {host}, which the cloud does not do."));

    private static IEnumerable<PreflightFault> Sizes(DeploymentRequest request)
    {
        var total = request.BlobSizes.Sum();
        if (total > MaxPackageBytes)
        {
            yield return Block($"The package has {total} bytes, and the cloud takes {MaxPackageBytes}.");
        }
        else if (request.BlobSizes.Any(size => size > LargeBlobBytes))
        {
            yield return Note("A blob has nearly 100 MB; the front of the cloud's registry has given up on such.");
        }
    }

    private static IEnumerable<PreflightFault> Quota(DeploymentRequest request, DeploymentFacts facts)
    {
        if (facts.Decision.Action != GateAction.Create)
        {
            yield break;
        }

        if (facts.AppCount >= request.MaxApps)
        {
            yield return Block($"The account has {facts.AppCount} apps, and may have {request.MaxApps}. Delete one.");
        }
        else if (facts.AppCount >= StarterApps)
        {
            yield return Note(
                $"The account has {facts.AppCount} apps; the starter plan allows {StarterApps}, and which plan this is "
                + "cannot be read.");
        }
    }

    private static IEnumerable<PreflightFault> Variables(DeploymentRequest request, DeploymentFacts facts)
    {
        var missing = request.RequiredVariables.Where(name => !request.Variables.ContainsKey(name));
        if (facts.Variables is not { } known)
        {
            return missing.Any()
                ? [Note("The variables of the app could not be read; whether all it needs are set is not known.")]
                : [];
        }

        return missing.Where(name => !known.Contains(name)).Select(name => Block(
            $"The app needs the variable {name}, which has no default and is not set. Give it: --variable {name}=..., "
            + "or in a batch file [[deploy.variable]] with its name and env or file."));
    }

    private static IEnumerable<PreflightFault> Labels(DeploymentRequest request, DeploymentFacts facts)
    {
        var labels = request.KeyValueLabels.Select(label => (Kind: ResourceKind.KeyValue, Label: label))
            .Concat(request.SqlLabels.Select(label => (Kind: ResourceKind.Sql, Label: label)))
            .Distinct();
        return facts.Era == CloudEra.ExplicitChannels
            ? labels.Where(use => use.Label != DefaultLabel).Select(use => Block(
                $"The app uses the {Word(use.Kind)} label {use.Label}; this cloud has only {DefaultLabel}."))
            : labels.Where(use => !facts.IsLinked(use.Kind, use.Label) && !IsGiven(request, use.Kind, use.Label))
                .Select(use => Block(
                    $"The {Word(use.Kind)} label {use.Label} leads nowhere yet. Say where: "
                    + $"--link {Word(use.Kind)}:{use.Label}=NAME, or in a batch file [[deploy.link]] with kind, label "
                    + "and name."));
    }

    private static bool IsGiven(DeploymentRequest request, ResourceKind kind, string label) =>
        request.Links.Any(link => link.Kind == kind && link.Label == label);

    private static IEnumerable<PreflightFault> Keys(DeploymentRequest request)
    {
        if (!request.KeyValues.IsEmpty && !request.KeyValueLabels.Contains(DefaultLabel))
        {
            yield return Block($"Keys are given, but no component of the app uses the store {DefaultLabel}.");
        }

        foreach (var (key, value) in request.KeyValues)
        {
            if (Encoding.UTF8.GetByteCount(key) > MaxKeyBytes || Encoding.UTF8.GetByteCount(value) > MaxValueBytes)
            {
                yield return Block(
                    $"A key has at most {MaxKeyBytes} bytes and its value {MaxValueBytes}; "
                    + $"'{(key.Length <= 40 ? key : key[..40])}' is more.");
            }
        }
    }

    private static IEnumerable<PreflightFault> WayBack(DeploymentRequest request, DeploymentFacts facts)
    {
        var choice = RollbackChoice.FromWhatIsLive(facts.Observed, facts.Decision);
        if (!choice.IsPossible && (request.IsRollbackRequired || request.OnFailure == OnFailure.Rollback))
        {
            yield return new PreflightFault(request.IsRollbackRequired, $"There will be no way back. {choice.Reason}");
        }
    }

    private static string Word(ResourceKind kind) => kind == ResourceKind.Sql ? "sqlite" : "kv";

    private static PreflightFault Block(string message) => new(IsBlocking: true, message);

    private static PreflightFault Note(string message) => new(IsBlocking: false, message);
}
