namespace Migrator.Conversion.Wagi;

/// <summary>A handler of a Wagi application and the route that it gets as a Spin component.</summary>
/// <param name="Route">The route, which is the same for Spin.</param>
/// <param name="Module">The name of its module's parcel.</param>
/// <param name="Sha256">The digest of its module, as the invoice has it.</param>
/// <param name="ComponentId">The component it becomes; null when it is left out.</param>
/// <param name="LeftOut">Why it is left out, as the end of a sentence that starts with the route; null when it is
/// not.</param>
public sealed record WagiRoute(string Route, string Module, string Sha256, string? ComponentId, string? LeftOut);
