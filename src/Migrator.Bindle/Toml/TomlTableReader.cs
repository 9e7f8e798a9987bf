using System.Collections.Immutable;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Toml;

/// <summary>
/// Reads one table strictly: each getter records a fault and goes on, so that all faults of a text are found at once.
/// Not for use by several threads at once.
/// </summary>
public sealed class TomlTableReader
{
    private readonly TomlTable _table;
    private readonly ICollection<TomlFault> _faults;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Makes a reader of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">
    /// The table's key path for messages, such as <c>parcel[3].label</c>; empty for the root.
    /// </param>
    /// <param name="faults">Where faults go, in the order in which they are found.</param>
    public TomlTableReader(TomlTable table, string path, ICollection<TomlFault> faults)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(faults);
        _table = table;
        _faults = faults;
        Path = path;
    }

    /// <summary>The table's key path; empty for the root.</summary>
    public string Path { get; }

    /// <summary>Where the table starts.</summary>
    public TomlPosition Position => _table.Position;

    /// <summary>The table itself, for keys that are free.</summary>
    public TomlTable Table => _table;

    /// <summary>The key path of a key of this table.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The path, such as <c>parcel[3].label.size</c>.</returns>
    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    /// <summary>Where a key's value is; the table's own place when the key is absent.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The place.</returns>
    public TomlPosition PositionOf(string key) => _table.TryGet(key, out var node) ? node.Position : Position;

    /// <summary>A value of any type; null when absent.</summary>
    /// <param name="key">The key.</param>
    public TomlNode? Node(string key)
    {
        _known.Add(key);
        return _table.TryGet(key, out var node) ? node : null;
    }

    /// <summary>A string; null when absent or, with a fault, when of another type.</summary>
    /// <param name="key">The key.</param>
    public string? OptionalString(string key) => Typed<TomlString>(key, "a string")?.Value;

    /// <summary>A string; null, with a fault, when absent or of another type.</summary>
    /// <param name="key">The key.</param>
    public string? RequiredString(string key) => Demand<TomlString>(key, "a string")?.Value;

    /// <summary>An integer; null when absent or, with a fault, when of another type.</summary>
    /// <param name="key">The key.</param>
    public long? OptionalInteger(string key) => Typed<TomlInteger>(key, "an integer")?.Value;

    /// <summary>An integer; null, with a fault, when absent or of another type.</summary>
    /// <param name="key">The key.</param>
    public long? RequiredInteger(string key) => Demand<TomlInteger>(key, "an integer")?.Value;

    /// <summary>A boolean; null when absent or, with a fault, when of another type.</summary>
    /// <param name="key">The key.</param>
    public bool? OptionalBoolean(string key) => Typed<TomlBoolean>(key, "a boolean")?.Value;

    /// <summary>A reader of a table; null when absent or, with a fault, when of another type.</summary>
    /// <param name="key">The key.</param>
    public TomlTableReader? OptionalTable(string key) => Inner(key, Typed<TomlTable>(key, "a table"));

    /// <summary>A reader of a table; null, with a fault, when absent or of another type.</summary>
    /// <param name="key">The key.</param>
    public TomlTableReader? RequiredTable(string key) => Inner(key, Demand<TomlTable>(key, "a table"));

    /// <summary>The strings of an array, in order; empty when absent. Each item of another type is a fault.</summary>
    /// <param name="key">The key.</param>
    public ImmutableArray<string> Strings(string key)
    {
        var strings = ImmutableArray.CreateBuilder<string>();
        foreach (var (path, item) in Items(key, "an array of strings"))
        {
            if (item is TomlString text)
            {
                strings.Add(text.Value);
            }
            else
            {
                AddWrongType(path, item, "a string");
            }
        }

        return strings.DrainToImmutable();
    }

    /// <summary>Readers of the tables of an array, in order; empty when absent. Each other item is a fault.</summary>
    /// <param name="key">The key.</param>
    public ImmutableArray<TomlTableReader> Tables(string key)
    {
        var tables = ImmutableArray.CreateBuilder<TomlTableReader>();
        foreach (var (path, item) in Items(key, "an array of tables"))
        {
            if (item is TomlTable table)
            {
                tables.Add(new TomlTableReader(table, path, _faults));
            }
            else
            {
                AddWrongType(path, item, "a table");
            }
        }

        return tables.DrainToImmutable();
    }

    /// <summary>Records that every key not asked for so far is unknown, and every key given twice.</summary>
    public void End()
    {
        foreach (var entry in _table.Entries.Where(entry => !_known.Contains(entry.Key)))
        {
            var message = FindSimilar(entry.Key) is { } similar
                ? $"The field {MessageText.Quote(entry.Key)} is not known here; did you mean '{similar}'?"
                : $"The field {MessageText.Quote(entry.Key)} is not known here.";
            Add(TomlFaultKind.UnknownKey, entry.KeyPosition, entry.Key, message);
        }

        foreach (var repeat in _table.Repeats)
        {
            var (key, place) = (repeat.Kept.Key, repeat.Dropped.KeyPosition);
            Add(
                TomlFaultKind.RepeatedKey,
                repeat.Kept.KeyPosition,
                key,
                $"The key {MessageText.Quote(key)} was given before, at {place}; keep one of them.");
        }
    }

    /// <summary>Records a fault of this table's own.</summary>
    /// <param name="kind">What is wrong.</param>
    /// <param name="position">Where.</param>
    /// <param name="key">The key it is about.</param>
    /// <param name="message">A full sentence without a value that may be secret.</param>
    public void Add(TomlFaultKind kind, TomlPosition position, string key, string message) =>
        _faults.Add(new TomlFault(kind, position, PathOf(key), message));

    // Old documentation spells fields with underscores that no reader ever took (spec/bindle.md 2.3).
    private string? FindSimilar(string key)
    {
        var plain = key.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return _known.FirstOrDefault(known => string.Equals(known, plain, StringComparison.OrdinalIgnoreCase));
    }

    private T? Typed<T>(string key, string expected)
        where T : TomlNode
    {
        var node = Node(key);
        if (node is not null and not T)
        {
            AddWrongType(PathOf(key), node, expected);
        }

        return node as T;
    }

    private T? Demand<T>(string key, string expected)
        where T : TomlNode
    {
        if (!_table.TryGet(key, out _))
        {
            _known.Add(key);
            Add(TomlFaultKind.MissingKey, Position, key, $"The field '{key}' is missing; expected {expected}.");
            return null;
        }

        return Typed<T>(key, expected);
    }

    private IEnumerable<(string Path, TomlNode Item)> Items(string key, string expected) =>
        Typed<TomlArray>(key, expected) is { } array
            ? array.Items.Select((item, index) => ($"{PathOf(key)}[{index}]", item))
            : [];

    private TomlTableReader? Inner(string key, TomlTable? table) =>
        table is null ? null : new TomlTableReader(table, PathOf(key), _faults);

    private void AddWrongType(string path, TomlNode node, string expected) => _faults.Add(new TomlFault(
        TomlFaultKind.WrongType,
        node.Position,
        path,
        $"Expected {expected}, got {node.KindName}."));
}
