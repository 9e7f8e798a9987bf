using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin;
using Migrator.Conversion.Spin.Routes;

namespace Migrator.Conversion.Wagi;

/// <summary>Says what becomes of handlers, routes and paths (spec/bindle.md 8.5).</summary>
/// <param name="options">How it is converted.</param>
/// <param name="findings">Where it is said.</param>
internal sealed class HandlerRemarks(ConversionOptions options, ICollection<Finding> findings)
{
    private const string CatchAll = "/...";

    private static readonly ImmutableArray<string> Read =
        ["argv", "allowed_hosts", "entrypoint", "file", "host", "route", "volumes"];

    /// <summary>Reports on all handlers together.</summary>
    /// <param name="plan">What becomes of them.</param>
    public void Report(HandlerPlan plan)
    {
        var kept = plan.Handlers.Where(handler => handler.ComponentId is not null).ToList();
        foreach (var handler in plan.Handlers)
        {
            ReportHandler(handler);
        }

        if (kept.Count == 0)
        {
            findings.Add(WagiFindings.NothingServed.Of(
                "routes",
                "No request reached the route of any handler of this application, so nothing is left to convert."));
            return;
        }

        var mapping = kept.Select(handler =>
            $"{handler.ComponentId} at {handler.Route} from {handler.Parcel.Label.Name}");
        findings.Add(WagiFindings.HandlersMapped.Of(
            "components", $"Each handler became a component: {Losses.NameSome([.. mapping])}."));
        foreach (var change in plan.FindChanges())
        {
            Report(change);
        }
    }

    /// <summary>Reports what else holds for a component.</summary>
    /// <param name="handler">The handler it was.</param>
    /// <param name="subject">The component.</param>
    public void ReportComponent(PlannedHandler handler, string subject)
    {
        if (RoutePattern.Of("/", handler.Route).FindPlaceholder() is { } special)
        {
            findings.Add(WagiFindings.Placeholder.Of(
                subject,
                $"{subject}: {MessageText.Quote(special)} in the route {MessageText.Quote(handler.Route)} was plain "
                + "text for Wagi and is a placeholder for Spin 2.5 and later, so that it would match more paths. "
                + "Give the handler another route"
                + (options.Profile == Profile.Spin1 ? " for those." : ", or convert with --profile spin1 for Spin 1."),
                level: options.Profile == Profile.Spin1 ? FindingLevel.Warning : null));
        }

        if (handler.Route == CatchAll)
        {
            findings.Add(WagiFindings.ReservedPaths.Of(
                subject,
                $"{subject}: the route {CatchAll} took the paths /.well-known/spin/health, /.well-known/spin/info and "
                + "all else below /.well-known/spin/ too. Spin answers the two itself, and the others with not found; "
                + "no component gets them. Serve nothing there."));
        }

        ReportHost(handler, subject, "it answers requests to every host");
        ReportArguments(handler, subject);
        if (WagiLabels.HasOwnFiles(handler.Parcel))
        {
            findings.Add(WagiFindings.VolumesInOne.Of(
                subject,
                $"{subject}: the volumes of the module are folders below one mount at '/'; a module that lists '/' "
                + "sees them, also where it had no volume there."));
        }

        var ignored = handler.Parcel.Label.Features[WagiLabels.Section].Keys.Except(Read).ToList();
        if (ignored.Count > 0)
        {
            findings.Add(WagiFindings.FeatureLeftOut.Of(
                subject, $"{subject}: no Wagi since 0.5 reads the features {Losses.NameSome(ignored)}; left out."));
        }
    }

    private void ReportHost(PlannedHandler handler, string subject, string outcome)
    {
        if (WagiLabels.FeatureOf(handler.Parcel, "host") is { } host)
        {
            findings.Add(WagiFindings.HostBound.Of(
                subject,
                $"{subject}: the route {MessageText.Quote(handler.Route)} is bound to the host "
                + $"{MessageText.Quote(host)}, which no released Wagi looked at and Spin does not know; {outcome}. "
                + "Deploy an application for each host instead."));
        }
    }

    // Wagi split at white space of any kind and length.
    private void ReportArguments(PlannedHandler handler, string subject)
    {
        if (WagiLabels.FeatureOf(handler.Parcel, "argv") is { } argv
            && argv.Split(' ').Any(argument => argument.Length == 0 || argument.Any(char.IsWhiteSpace)))
        {
            findings.Add(WagiFindings.SplitOtherwise.Of(
                subject,
                $"{subject}: the arguments {MessageText.Quote(argv)} have several blanks in a row, blanks at an end, "
                + "other white space, or nothing at all. Wagi split at all of it; Spin splits at every single blank "
                + "and nowhere else, so that arguments become empty or hold white space. Write single blanks."));
        }
    }

    private void ReportHandler(PlannedHandler handler)
    {
        if (handler.LeftOut is { } reason)
        {
            var subject = $"handler {MessageText.Escape(handler.Parcel.Label.Name)}";
            findings.Add(handler.Kind.Of(
                subject,
                $"The handler {MessageText.Quote(handler.Parcel.Label.Name)} is left out: its route "
                + $"{MessageText.Quote(handler.Route)} {reason}.{WayOut(handler)}",
                level: options.Strict && handler.Kind == WagiFindings.NotServed ? FindingLevel.Error : null));
            ReportHost(handler, subject, $"without its host it {reason}, so that the handler is left out");
        }
    }

    private static string WayOut(PlannedHandler handler) => handler.Kind == WagiFindings.NotServed
        ? " If it is a module, give its file a name that ends with .wasm, or the parcel that media type."
        : "";

    private void Report(PathChange change)
    {
        var path = MessageText.Quote(change.Path);
        var subject = $"path {MessageText.Escape(change.Path)}";
        var after = change.After is null ? "is not found" : $"goes to component {change.After}";
        if (change.Path == WagiRoutes.HealthPath && change.Before == WagiRoutes.HealthCheck)
        {
            findings.Add(WagiFindings.HealthCheckGone.Of(
                subject,
                $"{path} was answered by Wagi itself, with OK; under Spin it {after}. Point health checks to "
                + "/.well-known/spin/health."));
        }
        else if (change.Before is null)
        {
            findings.Add(WagiFindings.PathAnswered.Of(
                subject,
                $"{path} was not found under Wagi; under Spin it {after}: a final slash does not matter there."));
        }
        else
        {
            findings.Add(WagiFindings.PathChangesOwner.Of(
                subject,
                $"{path} went to {change.Before} under Wagi; under Spin it {after}: a final slash does not matter "
                + "there, and an exact route comes before a wildcard."));
        }
    }
}
