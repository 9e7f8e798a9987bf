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
    private readonly ImmutableArray<PlannedHandler>.Builder _handlers = ImmutableArray.CreateBuilder<PlannedHandler>();

    private HandlerPlan()
    {
    }

    /// <summary>All handlers, in invoice order.</summary>
    public ImmutableArray<PlannedHandler> Handlers => _handlers.ToImmutable();

    /// <summary>Plans.</summary>
    /// <param name="invoice">The invoice.</param>
    public static HandlerPlan Of(Invoice invoice)
    {
        var plan = new HandlerPlan();
        foreach (var parcel in invoice.Parcels.Where(WagiLabels.IsHandler))
        {
            plan._handlers.Add(plan.Place(parcel, WagiLabels.FeatureOf(parcel, "route")!));
        }

        return plan;
    }

    /// <summary>
    /// The paths whose owner changes. Below wildcards none does: of two that match, the longer one comes first or was
    /// left out. So only exact routes, final slashes and the health check can differ.
    /// </summary>
    public IEnumerable<PathChange> FindChanges() => _handlers
        .Where(handler => handler.ComponentId is not null || handler.IsTakenBySpin)
        .SelectMany(handler => PathsOf(handler.Route))
        .Append(WagiRoutes.HealthPath)
        .Distinct(StringComparer.Ordinal)
        .Select(path => new PathChange(path, _wagi.OwnerOf(path), _spin.OwnerOf(path)))
        .Where(change => change.Before != change.After);

    private PlannedHandler Place(Parcel parcel, string route)
    {
        if (WagiRoutes.FindUnreachable(route) is { } fault)
        {
            return new PlannedHandler(parcel, route, null, fault);
        }

        var id = _names.Next(parcel.Label.Name);
        if (_wagi.Add(route, id) is { } winner)
        {
            return new PlannedHandler(parcel, route, null, $"is taken whole by {winner}, whose route comes first");
        }

        if (_spin.Add(RoutePattern.Of("/", route), id) is { } same)
        {
            var reason = $"is the route of {same} for Spin, which does not look at a final slash";
            return new PlannedHandler(parcel, route, null, reason) { IsTakenBySpin = true };
        }

        return new PlannedHandler(parcel, route, id, null);
    }

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
