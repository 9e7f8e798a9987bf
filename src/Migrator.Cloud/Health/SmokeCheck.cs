namespace Migrator.Cloud.Health;

/// <summary>A request of the user's that must be answered with a given status.</summary>
/// <param name="Path">Path and query below the application's address, such as <c>/api/ping</c>.</param>
/// <param name="Status">The status.</param>
public sealed record SmokeCheck(string Path, int Status = 200);
