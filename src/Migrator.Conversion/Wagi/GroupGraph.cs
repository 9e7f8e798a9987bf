using Migrator.Bindle.Invoices;

namespace Migrator.Conversion.Wagi;

/// <summary>
/// Which groups bring which along: a handler requires groups, and so do their members (spec/bindle.md 8.3). Walks step
/// on each group and each parcel once, so that no circle, depth or fan-out makes them slow.
/// </summary>
internal sealed class GroupGraph
{
    private readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal);
    private readonly List<Parcel> _parcels = [];
    private readonly List<bool> _isFile = [];
    private readonly List<List<int>> _members = [];
    private readonly List<List<int>> _requiredBy = [];
    private readonly List<int[]> _requires = [];
    private readonly List<int[]> _memberOf = [];

    // In which walk each was stepped on last: thousands of walks, and no set for any of them.
    private readonly int[] _groupSeen;
    private readonly int[] _parcelSeen;
    private int _walks;

    /// <summary>Reads the conditions of all parcels; what groups are declared does not matter.</summary>
    /// <param name="invoice">The invoice.</param>
    public GroupGraph(Invoice invoice)
    {
        foreach (var parcel in invoice.Parcels.Where(parcel => !parcel.IsGlobal))
        {
            var at = _parcels.Count;
            _parcels.Add(parcel);
            _isFile.Add(WagiLabels.IsFile(parcel));
            _memberOf.Add(NodesOf(parcel.Conditions!.MemberOf));
            _requires.Add(NodesOf(parcel.Conditions.Requires));
            Link(_members, _memberOf[at], at);
            Link(_requiredBy, _requires[at], at);
        }

        WithFiles = FindWithFiles();
        _groupSeen = new int[_members.Count];
        _parcelSeen = new int[_parcels.Count];
    }

    /// <summary>The number of steps that all walks took.</summary>
    public long Steps { get; private set; }

    // The groups that lead to a file, found from the files backwards.
    private HashSet<int> WithFiles { get; }

    /// <summary>Whether a handler has a file at all.</summary>
    /// <param name="handler">The handler.</param>
    public bool HasFiles(Parcel handler) => RootsOf(handler).Any(WithFiles.Contains);

    /// <summary>Finds all files that handlers bring along.</summary>
    /// <param name="handlers">The handlers.</param>
    /// <param name="maxSteps">After so many steps of all walks the search stops.</param>
    /// <returns>The parcels, in invoice order; null when the search was stopped.</returns>
    public List<Parcel>? FilesOf(IEnumerable<Parcel> handlers, long maxSteps)
    {
        _walks++;
        var files = new List<int>();
        var rest = new Stack<int>();
        Enter([.. handlers.SelectMany(RootsOf)], rest);
        while (rest.TryPop(out var group))
        {
            foreach (var member in _members[group])
            {
                if (++Steps > maxSteps)
                {
                    return null;
                }

                if (IsFirst(_parcelSeen, member))
                {
                    Enter(_requires[member], rest);
                    Steps += _requires[member].Length;
                    if (_isFile[member])
                    {
                        files.Add(member);
                    }
                }
            }
        }

        files.Sort();
        return files.ConvertAll(file => _parcels[file]);
    }

    private HashSet<int> FindWithFiles()
    {
        var groups = new HashSet<int>(Enumerable.Range(0, _parcels.Count)
            .Where(at => _isFile[at])
            .SelectMany(at => _memberOf[at]));
        var rest = new Stack<int>(groups);
        var seen = new HashSet<int>();
        while (rest.TryPop(out var group))
        {
            foreach (var parcel in _requiredBy[group].Where(seen.Add))
            {
                foreach (var next in _memberOf[parcel].Where(groups.Add))
                {
                    rest.Push(next);
                }
            }
        }

        return groups;
    }

    private void Enter(int[] groups, Stack<int> rest)
    {
        foreach (var group in groups)
        {
            if (IsFirst(_groupSeen, group))
            {
                rest.Push(group);
            }
        }
    }

    private bool IsFirst(int[] seen, int at)
    {
        var isFirst = seen[at] != _walks;
        seen[at] = _walks;
        return isFirst;
    }

    // A group that nothing is in leads nowhere.
    private IEnumerable<int> RootsOf(Parcel handler) =>
        from name in handler.Conditions?.Requires ?? []
        where _groups.ContainsKey(name)
        select _groups[name];

    private int[] NodesOf(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Select(NodeOf)];

    private int NodeOf(string name)
    {
        if (!_groups.TryGetValue(name, out var node))
        {
            node = _groups.Count;
            _groups.Add(name, node);
            _members.Add([]);
            _requiredBy.Add([]);
        }

        return node;
    }

    private static void Link(List<List<int>> from, int[] groups, int parcel)
    {
        foreach (var group in groups)
        {
            from[group].Add(parcel);
        }
    }
}
