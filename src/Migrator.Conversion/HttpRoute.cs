namespace Migrator.Conversion;

/// <summary>A route of an application.</summary>
/// <param name="Component">The component that answers it.</param>
/// <param name="Pattern">What it matches, from the root on: a path, or all below one (<c>/api/...</c>).</param>
public sealed record HttpRoute(string Component, string Pattern);
