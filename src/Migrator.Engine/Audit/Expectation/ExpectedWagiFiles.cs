using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Engine.Audit.Expectation;

/// <summary>
/// Recomputes which files the handlers of a Wagi bindle bring along (spec/bindle.md 8.3), in no more steps than the
/// conversion takes for what it converts.
/// </summary>
internal sealed class ExpectedWagiFiles
{
    /// <summary>After so many steps of all walks a walk is given up.</summary>
    public const long MaxSteps = 100_000_000;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Parcel[] _parcels;
    private readonly int[][] _requires;
    private readonly ILookup<int, int> _members;
    private readonly HashSet<int> _leadToFiles;
    private readonly int[] _walkOfGroup;
    private readonly int[] _walkOfParcel;
    private int _walk;
    private long _steps;

    /// <summary>Reads the conditions of all parcels.</summary>
    /// <param name="invoice">The invoice.</param>
    public ExpectedWagiFiles(Invoice invoice)
    {
        _parcels = [.. invoice.Parcels.Where(parcel => parcel.Conditions?.MemberOf.IsEmpty == false)];
        int[][] memberOf = [.. _parcels.Select(parcel => NumbersOf(parcel.Conditions!.MemberOf))];
        _requires = [.. _parcels.Select(parcel => NumbersOf(parcel.Conditions!.Requires))];
        _members = Invert(memberOf);
        _leadToFiles = FindLeadToFiles(memberOf);
        _walkOfGroup = new int[_numbers.Count];
        _walkOfParcel = new int[_parcels.Length];
    }

    /// <summary>Whether a handler has a file at all.</summary>
    /// <param name="handler">The handler.</param>
    public bool HasAny(Parcel handler) => GroupsOf(handler).Any(_leadToFiles.Contains);

    /// <summary>Finds the files of handlers together.</summary>
    /// <param name="handlers">The handlers.</param>
    /// <returns>The digests at each path; null when it takes too many steps.</returns>
    public ImmutableSortedDictionary<string, ImmutableArray<string>>? Of(IEnumerable<Parcel> handlers)
    {
        _walk++;
        var files = new List<Parcel>();
        var rest = new Queue<int>();
        Enter(handlers.SelectMany(GroupsOf), rest);
        while (rest.TryDequeue(out var group))
        {
            foreach (var member in _members[group])
            {
                if (++_steps > MaxSteps)
                {
                    return null;
                }

                if (_walkOfParcel[member] != _walk)
                {
                    _walkOfParcel[member] = _walk;
                    _steps += _requires[member].Length;
                    Enter(_requires[member], rest);
                    files.AddRange(WagiLabels.IsFile(_parcels[member]) ? [_parcels[member]] : []);
                }
            }
        }

        return Merge(files);
    }

    private void Enter(IEnumerable<int> groups, Queue<int> rest)
    {
        foreach (var group in groups.Where(group => _walkOfGroup[group] != _walk))
        {
            _walkOfGroup[group] = _walk;
            rest.Enqueue(group);
        }
    }

    // From the files backwards; every parcel is looked at once.
    private HashSet<int> FindLeadToFiles(int[][] memberOf)
    {
        var requiredBy = Invert(_requires);
        var files = Enumerable.Range(0, _parcels.Length).Where(at => WagiLabels.IsFile(_parcels[at])).ToList();
        var seen = files.ToHashSet();
        var rest = new Queue<int>(files);
        var groups = new HashSet<int>();
        while (rest.TryDequeue(out var parcel))
        {
            foreach (var earlier in memberOf[parcel].Where(groups.Add).SelectMany(group => requiredBy[group]))
            {
                if (seen.Add(earlier))
                {
                    rest.Enqueue(earlier);
                }
            }
        }

        return groups;
    }

    private IEnumerable<int> GroupsOf(Parcel handler) => (handler.Conditions?.Requires ?? [])
        .Select(name => _numbers.GetValueOrDefault(name, -1)).Where(group => group >= 0);

    private int[] NumbersOf(IEnumerable<string> names)
    {
        var numbers = new List<int>();
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            _numbers.TryAdd(name, _numbers.Count);
            numbers.Add(_numbers[name]);
        }

        return [.. numbers];
    }

    private static ILookup<int, int> Invert(int[][] groups) => groups
        .SelectMany((numbers, at) => numbers.Select(number => (number, at)))
        .ToLookup(entry => entry.number, entry => entry.at);

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> Merge(IEnumerable<Parcel> files) => files
        .DistinctBy(file => (file.Label.Name, file.Label.Sha256))
        .GroupBy(
            file => string.Join('/', file.Label.Name.Split('/', '\\').Where(part => part is not ("" or "."))),
            file => file.Label.Sha256.ToLowerInvariant(),
            StringComparer.Ordinal)
        .ToImmutableSortedDictionary(group => group.Key, group => group.ToImmutableArray(), TextMap.ByUtf8);
}
