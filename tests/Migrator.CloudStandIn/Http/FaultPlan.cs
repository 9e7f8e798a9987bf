namespace Migrator.StandIn.Http;

/// <summary>Which request meets which fault. The first rule that has its turn wins; every rule counts.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<Rule> _rules = [];

    internal FaultPlan()
    {
    }

    /// <summary>Requests of an operation meet a fault, counted from now on.</summary>
    /// <param name="operation">
    /// Method and template: <c>POST /api/revisions</c>; in the registry and at the edge method and path.
    /// </param>
    /// <param name="fault">The fault.</param>
    /// <param name="nth">The first that meets it, from 1.</param>
    /// <param name="count">How many from there on.</param>
    public FaultPlan On(string operation, StandInFault fault, int nth = 1, int count = 1) =>
        When(request => request.Operation == operation, fault, nth, count);

    /// <summary>Requests to a part meet a fault, counted from now on.</summary>
    /// <param name="area">The part.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="nth">The first that meets it, from 1.</param>
    /// <param name="count">How many from there on.</param>
    public FaultPlan On(Area area, StandInFault fault, int nth = 1, int count = 1) =>
        When(request => request.Area == area, fault, nth, count);

    /// <summary>Requests that a test picks meet a fault, counted from now on.</summary>
    /// <param name="picks">Whether a request is meant.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="nth">The first that meets it, from 1.</param>
    /// <param name="count">How many from there on.</param>
    public FaultPlan When(Func<LoggedRequest, bool> picks, StandInFault fault, int nth = 1, int count = 1)
    {
        lock (_lock)
        {
            _rules.Add(new Rule(picks, nth, count, fault));
        }

        return this;
    }

    /// <summary>No more faults.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
        }
    }

    internal StandInFault? Next(LoggedRequest request)
    {
        lock (_lock)
        {
            // ToList: every rule is asked, so that each counts.
            return _rules.Select(rule => rule.Next(request)).ToList().Find(fault => fault is not null);
        }
    }

    private sealed class Rule(Func<LoggedRequest, bool> picks, int nth, int count, StandInFault fault)
    {
        private int _seen;

        internal StandInFault? Next(LoggedRequest request)
        {
            if (!picks(request))
            {
                return null;
            }

            var turn = _seen++ - (nth - 1);
            return turn >= 0 && turn < count ? fault : null;
        }
    }
}
