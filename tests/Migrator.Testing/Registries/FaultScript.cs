namespace Migrator.Testing.Registries;

/// <summary>
/// Which request meets which fault. The first rule that has its turn wins; every rule counts every request it knows.
/// </summary>
public sealed class FaultScript
{
    private readonly FaultRules<ReceivedRequest, Fault> _rules = new();

    /// <summary>The n-th request of a kind, counted from now on, meets a fault.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="nth">Which one, from 1.</param>
    public FaultScript On(RequestKind kind, Fault fault, int nth = 1) =>
        Add(request => request.Kind == kind, () => fault, nth, 1);

    /// <summary>The first so many requests of a kind meet a fault.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="count">How many.</param>
    /// <param name="fault">The fault.</param>
    public FaultScript OnFirst(RequestKind kind, int count, Fault fault) =>
        Add(request => request.Kind == kind, () => fault, 1, count);

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
        Add(picks, () => fault, nth, count);

    /// <summary>
    /// Any request meets one of several faults by chance. The same seed and order of requests give the same faults.
    /// </summary>
    /// <param name="seed">The seed: print it when the test fails.</param>
    /// <param name="chance">From 0 to 1.</param>
    /// <param name="faults">The faults.</param>
    public FaultScript Randomly(int seed, double chance, params Fault[] faults)
    {
        var random = new Random(seed);
        return Add(_ => random.NextDouble() < chance, () => faults[random.Next(faults.Length)], 1, int.MaxValue);
    }

    /// <summary>No more faults.</summary>
    public void Clear() => _rules.Clear();

    internal Fault? Next(ReceivedRequest request) => _rules.Next(request);

    private FaultScript Add(Func<ReceivedRequest, bool> picks, Func<Fault> fault, int nth, int count)
    {
        _rules.Add(picks, fault, nth, count);
        return this;
    }
}
