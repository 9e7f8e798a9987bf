using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Wagi;

/// <summary>A handler, and what becomes of it.</summary>
/// <param name="Parcel">The handler's module.</param>
/// <param name="Route">Its route.</param>
/// <param name="ComponentId">The component it becomes; null when it is left out.</param>
/// <param name="LeftOut">Why it is left out; null when it is not.</param>
internal sealed record PlannedHandler(Parcel Parcel, string Route, string? ComponentId, string? LeftOut)
{
    /// <summary>As what it is reported that the handler is left out.</summary>
    public FindingKind Kind { get; init; } = WagiFindings.HandlerLeftOut;

    /// <summary>
    /// Whether requests could reach routes that the module told Wagi at its start, which lie below its own: they came
    /// after it and a slash, so that those below the empty route began with one.
    /// </summary>
    public bool MayBeReachedBelow { get; init; } = true;

    /// <summary>Whether Spin takes its route for another one, though requests reached it under Wagi.</summary>
    public bool IsTakenBySpin => Kind == WagiFindings.SameButSlash || Kind == WagiFindings.BecomesWildcard;

    /// <summary>The handler as others see it.</summary>
    public WagiRoute Shown => new(Route, Parcel.Label.Name, Parcel.Label.Sha256, ComponentId, LeftOut);
}
