using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin.Routes;

namespace Migrator.Conversion.Wagi;

/// <summary>
/// Which handlers become components, so that Spin, which takes the most specific route, answers as Wagi did, which took
/// the first (spec/bindle.md 8.5). Handlers that no request reached are left out: Spin would reach them.
/// </summary>
internal sealed class HandlerPlan
{
    private const string Rest = "/...";
    private readonly WagiRoutes _wagi = new();
    private readonly SpinRoutes _spin = new();
    private readonly ComponentNames _names = new();

    // Handlers that take requests under Wagi and become no component, so that nobody knows them by an id.
    private readonly Dictionary<string, string> _leftOut = new(StringComparer.Ordinal);
    private readonly ImmutableArray<PlannedHandler>.Builder _handlers = ImmutableArray.CreateBuilder<PlannedHandler>();

    private HandlerPlan()
    {
    }

    /// <summary>All handlers, in invoice order; also parcels with a route that Wagi did not serve.</summary>
    public ImmutableArray<PlannedHandler> Handlers => _handlers.ToImmutable();

    /// <summary>Plans.</summary>
    /// <param name="invoice">The invoice.</param>
    public static HandlerPlan Of(Invoice invoice)
    {
        var plan = new HandlerPlan();
        foreach (var parcel in invoice.Parcels)
        {
            if (WagiLabels.IsHandler(parcel))
            {
                plan._handlers.Add(plan.Place(parcel, WagiLabels.FeatureOf(parcel, "route")!));
            }
            else if (WagiLabels.IsUnserved(parcel))
            {
                plan._handlers.Add(Unserved(parcel));
            }
        }

        return plan;
    }

    /// <summary>
    /// The paths whose owner changes. Below wildcards none does: of two that match, the longer one comes first or was
    /// left out, and so was what is a wildcard for Spin alone. So only exact routes, final slashes and the health check
    /// can differ.
    /// </summary>
    public IEnumerable<PathChange> FindChanges() => _handlers
        .Where(handler => handler.ComponentId is not null || handler.IsTakenBySpin)
        .SelectMany(handler => PathsOf(handler.Route))
        .Append(WagiRoutes.HealthPath)
        .Distinct(StringComparer.Ordinal)
        .Select(path => new PathChange(path, _wagi.OwnerOf(path), _spin.OwnerOf(path)))
        .Where(change => change.Before != change.After)
        .Select(change => change with { Before = change.Before is { } owner ? NameOf(owner) : null });

    private PlannedHandler Place(Parcel parcel, string route)
    {
        if (WagiRoutes.FindUnreachable(route) is { } fault)
        {
            return new PlannedHandler(parcel, route, null, fault) { MayBeReachedBelow = route.Length == 0 };
        }

        var id = _names.Next(parcel.Label.Name);
        if (_wagi.Add(route, id) is { } winner)
        {
            var reason = $"is taken whole by {NameOf(winner)}, whose route comes first";
            return new PlannedHandler(parcel, route, null, reason)
            {
                MayBeReachedBelow = _wagi.OwnerOf(SomewhereBelow(route)) is null,
            };
        }

        var pattern = RoutePattern.Of("/", route);
        if (pattern.IsWildcard && !route.EndsWith(Rest, StringComparison.Ordinal))
        {
            const string Reason = "was plain text for Wagi and would take everything below it under Spin, which does "
                + "not look at a final slash";
            _leftOut.Add(id, Describe(parcel, route));
            return new PlannedHandler(parcel, route, null, Reason) { Kind = WagiFindings.BecomesWildcard };
        }

        if (_spin.Add(pattern, id) is { } same)
        {
            _leftOut.Add(id, Describe(parcel, route));
            var reason = $"is the route of {same} for Spin, which does not look at a final slash";
            return new PlannedHandler(parcel, route, null, reason) { Kind = WagiFindings.SameButSlash };
        }

        return new PlannedHandler(parcel, route, id, null);
    }

    private string NameOf(string owner) => _leftOut.GetValueOrDefault(owner, owner);

    private static string Describe(Parcel parcel, string route) =>
        $"the handler {MessageText.Quote(parcel.Label.Name)} at {MessageText.Quote(route)}";

    private static PlannedHandler Unserved(Parcel parcel)
    {
        var reason = $"is not served: Wagi mounted parcels of the media type application/wasm alone, and this one is "
            + $"{MessageText.Quote(parcel.Label.MediaType)}";
        return new PlannedHandler(parcel, WagiLabels.FeatureOf(parcel, "route")!, null, reason)
        {
            Kind = WagiFindings.NotServed,
            MayBeReachedBelow = false,
        };
    }

    // A path below a route that no exact route is: whoever takes it takes all.
    private static string SomewhereBelow(string route) =>
        (route.EndsWith(Rest, StringComparison.Ordinal) ? route[..^Rest.Length] : RoutePattern.StripSlash(route))
        + "/\0";

    // Spin does not look at one final slash, neither of a path nor of a route.
    private static IEnumerable<string> PathsOf(string route)
    {
        if (route.EndsWith(Rest, StringComparison.Ordinal))
        {
            return route[..^Rest.Length] is var prefix && prefix.EndsWith('/') ? [prefix] : [];
        }

        var plain = RoutePattern.StripSlash(route);
        return plain.Length == 0 ? ["/"] : [plain, plain + "/"];
    }
}
