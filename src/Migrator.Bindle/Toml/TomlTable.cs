using System.Diagnostics.CodeAnalysis;

namespace Migrator.Bindle.Toml;

/// <summary>A table, its keys in the order of the text.</summary>
public sealed class TomlTable : TomlNode
{
    // Most tables have a handful of keys; an index pays off only for the others.
    private const int LinearLimit = 12;
    private readonly List<TomlEntry> _entries = new(4);
    private List<TomlRepeat>? _repeats;
    private Dictionary<string, int>? _index;

    internal TomlTable(TomlPosition position, TomlTableOrigin origin)
        : base(position) => Origin = origin;

    /// <summary>The keys with their values, in order.</summary>
    public IReadOnlyList<TomlEntry> Entries => _entries;

    /// <summary>
    /// The keys that were given more than once; empty unless <see cref="TomlRepeatedKeys.KeepLast"/>.
    /// </summary>
    public IReadOnlyList<TomlRepeat> Repeats => _repeats ?? (IReadOnlyList<TomlRepeat>)[];

    /// <inheritdoc/>
    public override string KindName => "a table";

    internal TomlTableOrigin Origin { get; set; }

    /// <summary>Finds a value.</summary>
    /// <param name="key">The key, unquoted, compared by code unit.</param>
    /// <param name="value">The value, when the key is there.</param>
    /// <returns>Whether the key is there.</returns>
    public bool TryGet(string key, [NotNullWhen(true)] out TomlNode? value)
    {
        var at = IndexOf(key);
        value = at < 0 ? null : _entries[at].Value;
        return at >= 0;
    }

    internal int IndexOf(string key)
    {
        if (_index is not null)
        {
            return _index.GetValueOrDefault(key, -1);
        }

        for (var i = 0; i < _entries.Count; i++)
        {
            if (string.Equals(_entries[i].Key, key, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    internal void Add(TomlEntry entry)
    {
        _entries.Add(entry);
        if (_index is not null)
        {
            _index.Add(entry.Key, _entries.Count - 1);
        }
        else if (_entries.Count > LinearLimit)
        {
            _index = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 0; i < _entries.Count; i++)
            {
                _index.Add(_entries[i].Key, i);
            }
        }
    }

    internal void Replace(int at, TomlEntry entry)
    {
        (_repeats ??= []).Add(new TomlRepeat(_entries[at], entry));
        _entries[at] = entry;
    }
}
