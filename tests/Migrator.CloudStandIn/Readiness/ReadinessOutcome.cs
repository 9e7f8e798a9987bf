namespace Migrator.StandIn.Readiness;

/// <summary>How a wait for readiness ended.</summary>
/// <param name="IsReady">Whether the app was called ready; false when the time was up.</param>
/// <param name="At">When it ended.</param>
/// <param name="Checks">How often the app was asked.</param>
public sealed record ReadinessOutcome(bool IsReady, DateTimeOffset At, int Checks);
