namespace Migrator.Conversion.Spin.Routes;

/// <summary>The route of one HTTP component.</summary>
/// <param name="ComponentId">The component.</param>
/// <param name="Route">The route as written.</param>
internal sealed record ComponentRoute(string ComponentId, string Route);
