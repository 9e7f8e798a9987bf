using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Verification;

/// <summary>
/// Finds circles of groups: a member of a group requires the next (spec/bindle.md 10.3 rows 53 and 54).
/// </summary>
/// <remarks>
/// Depth first without recursion, over groups and parcels alike, so that a hostile invoice costs time in proportion to
/// its length only: edges from group to group could be the square of that.
/// </remarks>
internal sealed class GroupCycles
{
    private const int NotSeen = -1;
    private const int Done = -2;
    private readonly Dictionary<string, int> _groupNodes = new(StringComparer.Ordinal);
    private readonly List<string?> _names = [];
    private readonly List<List<int>> _edges = [];
    private readonly List<(int Node, int Next)> _path = [];
    private readonly List<ImmutableArray<string>> _cycles = [];
    private readonly HashSet<int> _inCycle = [];

    // For each node: where it stands in the path; or not yet, or no longer.
    private readonly List<int> _depths = [];

    private GroupCycles(Invoice invoice)
    {
        foreach (var conditions in invoice.Parcels.Select(parcel => parcel.Conditions).OfType<Conditions>())
        {
            if (!conditions.Requires.IsEmpty && !conditions.MemberOf.IsEmpty)
            {
                AddParcel(conditions);
            }
        }
    }

    /// <summary>Finds the circles, each group in one of them at most.</summary>
    /// <returns>Each circle's groups in the order of requiring, without the repeat at its end.</returns>
    public static IReadOnlyList<ImmutableArray<string>> Find(Invoice invoice)
    {
        var search = new GroupCycles(invoice);
        foreach (var group in search._groupNodes.Values)
        {
            search.Search(group);
        }

        return search._cycles;
    }

    private void AddParcel(Conditions conditions)
    {
        var parcel = AddNode(name: null);
        foreach (var group in conditions.MemberOf)
        {
            _edges[NodeOf(group)].Add(parcel);
        }

        foreach (var group in conditions.Requires)
        {
            _edges[parcel].Add(NodeOf(group));
        }
    }

    private int NodeOf(string group)
    {
        if (!_groupNodes.TryGetValue(group, out var node))
        {
            node = AddNode(group);
            _groupNodes.Add(group, node);
        }

        return node;
    }

    private int AddNode(string? name)
    {
        _names.Add(name);
        _edges.Add([]);
        _depths.Add(NotSeen);
        return _names.Count - 1;
    }

    private void Search(int start)
    {
        Enter(start);
        while (_path.Count > 0)
        {
            var (node, next) = _path[^1];
            if (next == _edges[node].Count)
            {
                _path.RemoveAt(_path.Count - 1);
                _depths[node] = Done;
                continue;
            }

            _path[^1] = (node, next + 1);
            var target = _edges[node][next];
            if (_depths[target] >= 0)
            {
                AddCycle(_depths[target]);
            }
            else
            {
                Enter(target);
            }
        }
    }

    private void Enter(int node)
    {
        if (_depths[node] == NotSeen)
        {
            _depths[node] = _path.Count;
            _path.Add((node, 0));
        }
    }

    private void AddCycle(int depth)
    {
        // One finding for a knot of circles is enough, and keeps their number small.
        if (_inCycle.Contains(_path[^1].Node) || _inCycle.Contains(_path[depth].Node))
        {
            return;
        }

        var nodes = _path.Skip(depth).Select(step => step.Node).ToList();
        _inCycle.UnionWith(nodes);
        _cycles.Add([.. nodes.Select(node => _names[node]).OfType<string>()]);
    }
}
