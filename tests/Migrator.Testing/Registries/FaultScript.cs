namespace Migrator.Testing.Registries;

/// <summary>
/// Which request meets which fault. The first rule that has its turn wins; every rule counts every request it knows.
/// </summary>
public sealed class FaultScript
{
    private readonly Lock _lock = new();
    private readonly List<Rule> _rules = [];

    /// <summary>The n-th request of a kind, counted from now on, meets a fault.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="nth">Which one, from 1.</param>
    public FaultScript On(RequestKind kind, Fault fault, int nth = 1) =>
        Add(new(request => request.Kind == kind, nth, 1, () => fault));

    /// <summary>The first so many requests of a kind meet a fault.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="count">How many.</param>
    /// <param name="fault">The fault.</param>
    public FaultScript OnFirst(RequestKind kind, int count, Fault fault) =>
        Add(new(request => request.Kind == kind, 1, count, () => fault));

    /// <summary>Every request of a kind meets a fault.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="fault">The fault.</param>
    public FaultScript OnEvery(RequestKind kind, Fault fault) => OnFirst(kind, int.MaxValue, fault);

    /// <summary>The n-th request that a test picks meets a fault.</summary>
    /// <param name="picks">Whether a request is meant.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="nth">Which one, from 1.</param>
    /// <param name="count">How many, from there on.</param>
    public FaultScript When(Func<ReceivedRequest, bool> picks, Fault fault, int nth = 1, int count = 1) =>
        Add(new(picks, nth, count, () => fault));

    /// <summary>
    /// Any request meets one of several faults by chance. The same seed and order of requests give the same faults.
    /// </summary>
    /// <param name="seed">The seed: print it when the test fails.</param>
    /// <param name="chance">From 0 to 1.</param>
    /// <param name="faults">The faults.</param>
    public FaultScript Randomly(int seed, double chance, params Fault[] faults)
    {
        var random = new Random(seed);
        return Add(new(_ => random.NextDouble() < chance, 1, int.MaxValue, () => faults[random.Next(faults.Length)]));
    }

    /// <summary>No more faults.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
        }
    }

    internal Fault? Next(ReceivedRequest request)
    {
        lock (_lock)
        {
            // ToList: every rule is asked, so that each counts.
            return _rules.Select(rule => rule.Next(request)).ToList().Find(fault => fault is not null);
        }
    }

    private FaultScript Add(Rule rule)
    {
        lock (_lock)
        {
            _rules.Add(rule);
        }

        return this;
    }

    private sealed class Rule(Func<ReceivedRequest, bool> picks, int nth, int count, Func<Fault> fault)
    {
        private int _seen;

        internal Fault? Next(ReceivedRequest request)
        {
            if (!picks(request))
            {
                return null;
            }

            var turn = _seen++ - (nth - 1);
            return turn >= 0 && turn < count ? fault() : null;
        }
    }
}
