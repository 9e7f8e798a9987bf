namespace Migrator.Cloud.Deployment;

/// <summary>A route of an application.</summary>
/// <param name="Component">The component that answers it.</param>
/// <param name="Pattern">Its pattern from the root on, such as <c>/api/...</c>; null for a private one.</param>
public sealed record AppRoute(string Component, string? Pattern);
