namespace Migrator.StandIn.Edge;

/// <summary>One change of what an app runs, drawn from the script request by request.</summary>
/// <remarks>Not safe for several threads: its site holds a lock.</remarks>
internal sealed class Failover(
    FailoverScript script,
    AppInstance? old,
    AppInstance? next,
    DateTimeOffset since,
    int seed)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, Answerer> _pinned = new(StringComparer.Ordinal);

    internal FailoverScript Script => script;

    internal AppInstance? Old => old;

    internal AppInstance? Next => next;

    internal DateTimeOffset Since => since;

    /// <summary>Who answers now.</summary>
    internal Answerer Draw(DateTimeOffset now)
    {
        var step = script.StepAt(now - since);
        var turn = _random.Next(step.Total);
        return turn < step.Old ? Answerer.Old
            : turn < step.Old + step.New ? Answerer.New
            : turn < step.Old + step.New + step.BadGateway ? Answerer.BadGateway
            : Answerer.NotFound;
    }

    /// <summary>Who answers now on a connection that stays with whom it met, while that one is there.</summary>
    internal Answerer DrawSticky(string connection, DateTimeOffset now)
    {
        if (_pinned.TryGetValue(connection, out var pinned) && IsThere(pinned, script.StepAt(now - since)))
        {
            return pinned;
        }

        var drawn = Draw(now);
        if (drawn is Answerer.Old or Answerer.New)
        {
            _pinned[connection] = drawn;
        }

        return drawn;
    }

    private static bool IsThere(Answerer answerer, FailoverStep step) =>
        answerer == Answerer.Old ? step.Old > 0 : step.New > 0;
}
