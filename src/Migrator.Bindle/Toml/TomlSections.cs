using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Toml;

/// <summary>The rules of what a header or a dotted key may open, add to or define again (TOML 1.0).</summary>
internal sealed class TomlSections(TomlRepeatedKeys repeatedKeys, List<TomlFault> faults)
{
    /// <summary>The document's table.</summary>
    public TomlTable Root { get; } = new(new TomlPosition(1, 1), TomlTableOrigin.Header);

    /// <summary>Opens the table of <c>[path]</c>.</summary>
    /// <param name="path">At least one part.</param>
    /// <returns>The table; one of no document when the header is at fault, so that reading can go on.</returns>
    public TomlTable OpenTable(List<TomlKey> path)
    {
        var key = path[^1];
        var table = new TomlTable(key.Position, TomlTableOrigin.Header);
        if (Descend(path) is not { } parent)
        {
            return table;
        }

        if (!parent.TryGet(key.Name, out var existing))
        {
            parent.Add(new TomlEntry(key.Name, key.Position, table));
            return table;
        }

        if (existing is TomlTable { Origin: TomlTableOrigin.Implied } implied)
        {
            implied.Origin = TomlTableOrigin.Header;
            return implied;
        }

        Fault(key, $"[{Join(path)}] is defined a second time; it was {existing.KindName} at {existing.Position}.");
        return table;
    }

    /// <summary>Opens the next table of <c>[[path]]</c>.</summary>
    /// <param name="path">At least one part.</param>
    /// <returns>The table; one of no document when the header is at fault.</returns>
    public TomlTable OpenElement(List<TomlKey> path)
    {
        var key = path[^1];
        var table = new TomlTable(key.Position, TomlTableOrigin.Header);
        if (Descend(path) is not { } parent)
        {
            return table;
        }

        if (!parent.TryGet(key.Name, out var existing))
        {
            var array = new TomlArray(key.Position, isOfHeaders: true);
            array.Add(table);
            parent.Add(new TomlEntry(key.Name, key.Position, array));
        }
        else if (existing is TomlArray { IsOfHeaders: true } array)
        {
            array.Add(table);
        }
        else
        {
            Fault(key, $"[[{Join(path)}]] adds to {existing.KindName} that {existing.Position} closed.");
        }

        return table;
    }

    /// <summary>Sets a value under a key, dotted or not.</summary>
    /// <param name="table">The table that the key stands in.</param>
    /// <param name="path">At least one part.</param>
    /// <param name="value">The value.</param>
    public void Assign(TomlTable table, List<TomlKey> path, TomlNode value)
    {
        for (var i = 0; i < path.Count - 1; i++)
        {
            if (OpenDotted(table, path[i]) is not { } inner)
            {
                return;
            }

            table = inner;
        }

        var entry = new TomlEntry(path[^1].Name, path[^1].Position, value);
        var at = table.IndexOf(entry.Key);
        if (at < 0)
        {
            table.Add(entry);
        }
        else
        {
            Repeat(table, at, entry);
        }
    }

    private void Repeat(TomlTable table, int at, TomlEntry entry)
    {
        var before = table.Entries[at];
        if (IsOpen(before.Value))
        {
            var key = new TomlKey(entry.Key, entry.KeyPosition);
            Fault(key, $"{MessageText.Quote(entry.Key)} is already a table, since {before.KeyPosition}.");
        }
        else if (repeatedKeys == TomlRepeatedKeys.KeepLast)
        {
            table.Replace(at, entry);
        }
        else
        {
            faults.Add(new TomlFault(
                TomlFaultKind.RepeatedKey,
                entry.KeyPosition,
                entry.Key,
                $"The key {MessageText.Quote(entry.Key)} was given before, at {before.KeyPosition}; keep one."));
        }
    }

    // Only values that stand whole in one place can be given twice; what grows by headers cannot be replaced.
    private static bool IsOpen(TomlNode node) =>
        node is TomlTable { Origin: not TomlTableOrigin.Inline } or TomlArray { IsOfHeaders: true };

    private TomlTable? OpenDotted(TomlTable table, TomlKey key)
    {
        if (!table.TryGet(key.Name, out var existing))
        {
            var inner = new TomlTable(key.Position, TomlTableOrigin.DottedKey);
            table.Add(new TomlEntry(key.Name, key.Position, inner));
            return inner;
        }

        if (existing is TomlTable { Origin: TomlTableOrigin.DottedKey } dotted)
        {
            return dotted;
        }

        var before = $"{existing.KindName} since {existing.Position}";
        Fault(key, $"A dotted key cannot add to {MessageText.Quote(key.Name)}, which is {before}.");
        return null;
    }

    private TomlTable? Descend(List<TomlKey> path)
    {
        var table = Root;
        for (var i = 0; i < path.Count - 1; i++)
        {
            if (Step(table, path[i]) is not { } inner)
            {
                return null;
            }

            table = inner;
        }

        return table;
    }

    private TomlTable? Step(TomlTable table, TomlKey key)
    {
        if (!table.TryGet(key.Name, out var existing))
        {
            var inner = new TomlTable(key.Position, TomlTableOrigin.Implied);
            table.Add(new TomlEntry(key.Name, key.Position, inner));
            return inner;
        }

        switch (existing)
        {
            case TomlTable { Origin: not TomlTableOrigin.Inline } inner:
                return inner;
            case TomlArray { IsOfHeaders: true } array:
                return (TomlTable)array.Items[^1];
            default:
                Fault(key, $"A header cannot add to {MessageText.Quote(key.Name)}, which is {existing.KindName}.");
                return null;
        }
    }

    private void Fault(TomlKey key, string message) =>
        faults.Add(new TomlFault(TomlFaultKind.Syntax, key.Position, key.Name, message));

    private static string Join(List<TomlKey> path) =>
        MessageText.Escape(string.Join('.', path.Select(key => key.Name)));
}
