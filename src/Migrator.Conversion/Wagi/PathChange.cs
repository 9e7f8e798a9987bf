namespace Migrator.Conversion.Wagi;

/// <summary>A path that Spin gives to another owner than Wagi did.</summary>
/// <param name="Path">The path of such requests.</param>
/// <param name="Before">
/// Whose it was: a component, a handler that is left out, or Wagi itself; null when nobody's.
/// </param>
/// <param name="After">The component whose it is; null when nobody's.</param>
internal sealed record PathChange(string Path, string? Before, string? After);
