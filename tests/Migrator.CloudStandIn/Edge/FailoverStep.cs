namespace Migrator.StandIn.Edge;

/// <summary>Who answers from a moment on, by weight.</summary>
/// <param name="At">Time since activation.</param>
/// <param name="Old">Weight of what ran before.</param>
/// <param name="New">Weight of what was activated.</param>
/// <param name="BadGateway">Weight of 502.</param>
/// <param name="NotFound">Weight of 404.</param>
public sealed record FailoverStep(TimeSpan At, int Old, int New, int BadGateway = 0, int NotFound = 0)
{
    internal int Total => Old + New + BadGateway + NotFound;

    internal bool IsSettled => New == Total;
}
