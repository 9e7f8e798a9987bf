using System.Collections.Immutable;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin;
using Migrator.Conversion.Spin.Routes;

namespace Migrator.Conversion;

/// <summary>What there is to say of an application's routes, BM3310 to BM3319 (spec/spin-oci.md 5.3 and 5.4).</summary>
public static class RouteFindings
{
    /// <summary>A route that Spin answers itself.</summary>
    public static readonly FindingKind Reserved =
        new("BM3310", FindingLevel.Warning, "a route collides with a path that Spin answers itself");

    /// <summary>A wildcard that stands above the reserved paths.</summary>
    public static readonly FindingKind PartlyReserved =
        new("BM3311", FindingLevel.Warning, "a route is partly shadowed by paths that Spin answers itself");

    /// <summary>A route whose path is reserved but for its final slash.</summary>
    public static readonly FindingKind ReservedWithSlash =
        new("BM3312", FindingLevel.Warning, "a route is reachable only without its final slash");

    /// <summary>A route that comes alive because <c>/healthz</c> is reserved no more.</summary>
    public static readonly FindingKind Healthz =
        new("BM3313", FindingLevel.Note, "a route matches /healthz, which early Spin answered itself");

    /// <summary>Two components with one route.</summary>
    public static readonly FindingKind Duplicate =
        new("BM3314", FindingLevel.Warning, "two components have the same route");

    /// <summary>A specific route before a catch-all.</summary>
    public static readonly FindingKind LastMatch =
        new("BM3315", FindingLevel.Note, "early Spin let a later, wider route win");

    /// <summary>Literal text that Spin 2.5 reads as a pattern.</summary>
    public static readonly FindingKind Parameter =
        new("BM3316", FindingLevel.Warning, "a route means something else on Spin 2.5 and later");

    private const string ReservedPrefix = "/.well-known/spin/";
    private const string OldHealthPath = "/healthz";

    /// <summary>Judges the routes of an application.</summary>
    /// <param name="basePath">The application's base, <c>/</c> when it has none.</param>
    /// <param name="routes">The routes of its HTTP components, in order.</param>
    /// <returns>The findings, in the order of the routes; what concerns all of them last.</returns>
    internal static ImmutableArray<Finding> Of(string basePath, IReadOnlyList<ComponentRoute> routes)
    {
        RoutePattern[] patterns = [.. routes.Select(route => RoutePattern.Of(basePath, route.Route))];
        var later = LaterRoutes.Of(patterns);
        var findings = ImmutableArray.CreateBuilder<Finding>();
        for (var i = 0; i < routes.Count; i++)
        {
            findings.AddRange(OfReserved(routes[i], patterns[i]));
            findings.AddRange(OfOthers(routes, patterns[i], i, later[i]));
            findings.AddRange(OfParameters(routes[i], patterns[i]));
        }

        findings.AddRange(OfHealthz(routes, patterns));
        return findings.ToImmutable();
    }

    /// <summary>
    /// Judges the routes of an application as it was before its base was folded; none without HTTP trigger.
    /// </summary>
    /// <param name="app">The application.</param>
    internal static ImmutableArray<Finding> Of(SpinApplication app)
    {
        if (app.Trigger is not ApplicationTrigger.Http http)
        {
            return [];
        }

        // What early Spin did says nothing of an app that it never ran.
        var findings = Of(http.Base, [.. app.Components.SelectMany(RoutesOf)]);
        return app.IsWagi
            ? findings.RemoveAll(finding => finding.Kind == Healthz || finding.Kind == LastMatch)
            : findings;
    }

    private static IEnumerable<ComponentRoute> RoutesOf(AppComponent component) =>
        component.Trigger is ComponentTrigger.Http http ? [new ComponentRoute(component.Id, http.Route)] : [];

    private static IEnumerable<Finding> OfReserved(ComponentRoute route, RoutePattern pattern)
    {
        var below = pattern.Prefix + "/";
        if ((pattern.IsWildcard ? below : pattern.Prefix).StartsWith(ReservedPrefix, StringComparison.Ordinal))
        {
            yield return Reserved.Of(Subject(route), ReservedMessage(route, pattern));
        }
        else if (pattern is { IsWildcard: true, Prefix: not "" }
            && ReservedPrefix.StartsWith(below, StringComparison.Ordinal))
        {
            yield return PartlyReserved.Of(
                Subject(route),
                $"{Subject(route)} has the route {Shown(pattern)}, but requests below {ReservedPrefix} never reach it: "
                + "Spin 0.7 and later answer them itself. Serve nothing there.");
        }
        else if (pattern.Prefix + "/" == ReservedPrefix)
        {
            yield return ReservedWithSlash.Of(
                Subject(route),
                $"{Subject(route)} has the route {Shown(pattern)}; Spin 0.7 and later answer {ReservedPrefix} itself, "
                + "so it is reached only without the final slash.");
        }
    }

    // The component that such requests reach now: an exact route, else the longest wildcard.
    private static IEnumerable<Finding> OfHealthz(IReadOnlyList<ComponentRoute> routes, RoutePattern[] patterns)
    {
        var at = Enumerable.Range(0, patterns.Length)
            .Where(i => patterns[i].Matches(OldHealthPath))
            .OrderBy(i => patterns[i].IsWildcard)
            .ThenByDescending(i => patterns[i].Prefix.Length)
            .ThenByDescending(i => i)
            .Cast<int?>()
            .FirstOrDefault();
        if (at is { } winner)
        {
            yield return Healthz.Of(
                Subject(routes[winner]),
                $"{Subject(routes[winner])} matches {OldHealthPath} by its route {Shown(patterns[winner])}. Spin 0.6 "
                + $"and earlier answered {OldHealthPath} itself; since Spin 0.7 such requests reach the component. "
                + "Point health checks to /.well-known/spin/health.");
        }
    }

    private static string ReservedMessage(ComponentRoute route, RoutePattern pattern)
    {
        var meaning = pattern.Prefix switch
        {
            ReservedPrefix + "health" => "its health check",
            ReservedPrefix + "info" => "its description of the app",
            _ => "not found",
        };
        return $"{Subject(route)} has the route {Shown(pattern)}, which no request reaches: Spin 0.7 and later answer "
            + $"paths below {ReservedPrefix} itself, here with {meaning}. Give the component another route.";
    }

    private static IEnumerable<Finding> OfOthers(
        IReadOnlyList<ComponentRoute> routes, RoutePattern pattern, int at, (int? Same, int? Wider) later)
    {
        if (later.Same is { } sameAt)
        {
            var same = routes[sameAt];
            yield return Duplicate.Of(
                Subject(routes[at]),
                $"{Subject(routes[at])} and component {MessageText.Escape(same.ComponentId)} have the same route "
                + $"{Shown(pattern)}; every request goes to {MessageText.Escape(same.ComponentId)}, and "
                + $"{MessageText.Escape(routes[at].ComponentId)} is never called by it. Give one of them another "
                + "route.");
        }
        else if (later.Wider is { } widerAt)
        {
            var wider = routes[widerAt];
            yield return LastMatch.Of(
                Subject(routes[at]),
                $"{Subject(routes[at])} has the route {Shown(pattern)} and comes before component "
                + $"{MessageText.Escape(wider.ComponentId)}, whose wider route won on Spin 0.8 and earlier; since Spin "
                + "0.9 the more specific route wins. An app made for those releases behaves otherwise from now on.");
        }
    }

    private static IEnumerable<Finding> OfParameters(ComponentRoute route, RoutePattern pattern)
    {
        if (pattern.FindPlaceholder() is { } special)
        {
            yield return Parameter.Of(
                Subject(route),
                $"{Subject(route)} has the route {Shown(pattern)}, in which {MessageText.Quote(special)} is plain "
                + "text for Spin 1 and a placeholder for Spin 2.5 and later, so that it matches more paths there. "
                + "Give the component another route.");
        }
    }

    private static string Subject(ComponentRoute route) => $"component {MessageText.Escape(route.ComponentId)}";

    private static string Shown(RoutePattern pattern) => MessageText.Escape(pattern.ToString());
}
