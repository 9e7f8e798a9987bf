using Migrator.Testing;

namespace Migrator.StandIn.Http;

/// <summary>Which request meets which fault. The first rule that has its turn wins; every rule counts.</summary>
public sealed class FaultPlan
{
    private readonly FaultRules<LoggedRequest, StandInFault> _rules = new();

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
        _rules.Add(picks, () => fault, nth, count);
        return this;
    }

    /// <summary>No more faults.</summary>
    public void Clear() => _rules.Clear();

    internal StandInFault? Next(LoggedRequest request) => _rules.Next(request);
}
