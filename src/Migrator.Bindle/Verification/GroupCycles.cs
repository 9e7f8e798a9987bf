using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Verification;

/// <summary>Finds circles of groups: a member of a group requires the next (spec/bindle.md 10.3 rows 53 and 54).</summary>
/// <remarks>Depth first without recursion, so that a hostile invoice costs time in proportion to its length only.</remarks>
internal sealed class GroupCycles
{
    private readonly Dictionary<string, List<string>> _required = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _depths = new(StringComparer.Ordinal);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inCycle = new(StringComparer.Ordinal);
    private readonly List<(string Group, int Next)> _path = [];
    private readonly List<IReadOnlyList<string>> _cycles = [];

    private GroupCycles(Invoice invoice)
    {
        foreach (var conditions in invoice.Parcels.Select(parcel => parcel.Conditions).OfType<Conditions>())
        {
            foreach (var group in conditions.MemberOf.Where(_ => !conditions.Requires.IsEmpty))
            {
                RequiredBy(group).AddRange(conditions.Requires);
            }
        }
    }

    /// <summary>Finds the circles, each group in one of them at most.</summary>
    /// <returns>Each circle from the group first met, without the repeat at its end.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Find(Invoice invoice)
    {
        var search = new GroupCycles(invoice);
        foreach (var group in search._required.Keys)
        {
            search.Search(group);
        }

        return search._cycles;
    }

    private List<string> RequiredBy(string group)
    {
        if (!_required.TryGetValue(group, out var required))
        {
            _required.Add(group, required = []);
        }

        return required;
    }

    private void Search(string start)
    {
        Enter(start);
        while (_path.Count > 0)
        {
            var (group, next) = _path[^1];
            if (!_required.TryGetValue(group, out var required) || next == required.Count)
            {
                Leave(group);
                continue;
            }

            _path[^1] = (group, next + 1);
            if (_depths.TryGetValue(required[next], out var depth))
            {
                AddCycle(depth);
            }
            else
            {
                Enter(required[next]);
            }
        }
    }

    private void Enter(string group)
    {
        if (_done.Add(group))
        {
            _depths.Add(group, _path.Count);
            _path.Add((group, 0));
        }
    }

    private void Leave(string group)
    {
        _path.RemoveAt(_path.Count - 1);
        _depths.Remove(group);
    }

    private void AddCycle(int depth)
    {
        var last = _path[^1].Group;
        if (_inCycle.Contains(last) || _inCycle.Contains(_path[depth].Group))
        {
            return;
        }

        var cycle = _path.Skip(depth).Select(step => step.Group).ToList();
        _inCycle.UnionWith(cycle);
        _cycles.Add(cycle);
    }
}
