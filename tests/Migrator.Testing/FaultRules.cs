namespace Migrator.Testing;

/// <summary>Which request meets which fault. The first rule that has its turn wins; every rule counts.</summary>
internal sealed class FaultRules<TRequest, TFault>
    where TFault : class
{
    private readonly Lock _lock = new();
    private readonly List<Rule> _rules = [];

    /// <summary>Requests that a test picks meet a fault, counted from now on.</summary>
    /// <param name="picks">Whether a request is meant.</param>
    /// <param name="fault">Makes the fault.</param>
    /// <param name="nth">The first that meets it, from 1.</param>
    /// <param name="count">How many from there on.</param>
    internal void Add(Func<TRequest, bool> picks, Func<TFault> fault, int nth, int count)
    {
        lock (_lock)
        {
            _rules.Add(new Rule(picks, fault, nth, count));
        }
    }

    internal void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
        }
    }

    internal TFault? Next(TRequest request)
    {
        lock (_lock)
        {
            // ToList: every rule is asked, so that each counts.
            return _rules.Select(rule => rule.Next(request)).ToList().Find(fault => fault is not null);
        }
    }

    private sealed class Rule(Func<TRequest, bool> picks, Func<TFault> fault, int nth, int count)
    {
        private int _seen;

        internal TFault? Next(TRequest request)
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
