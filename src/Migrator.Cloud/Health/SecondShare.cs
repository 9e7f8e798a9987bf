namespace Migrator.Cloud.Health;

/// <summary>The answers of one second of a failover.</summary>
/// <param name="Second">Which, counted from the activation.</param>
/// <param name="New">How many were new.</param>
/// <param name="Old">How many were of another version, or of none that is known.</param>
/// <param name="Errors">How many were no application's.</param>
public sealed record SecondShare(int Second, int New, int Old, int Errors);
