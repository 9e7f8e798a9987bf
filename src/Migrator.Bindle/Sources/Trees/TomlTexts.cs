using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Toml;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>Reads tables that hold texts under any key.</summary>
internal static class TomlTexts
{
    /// <summary>Reads one.</summary>
    /// <param name="table">The table; null when there is none. A value of another type is a fault.</param>
    public static ImmutableSortedDictionary<string, string> Of(TomlTableReader? table)
    {
        var texts = TextMap.Empty.ToBuilder();
        foreach (var key in table?.Table.Entries.Select(entry => entry.Key) ?? [])
        {
            if (table!.OptionalString(key) is { } text)
            {
                texts[key] = text;
            }
        }

        return texts.ToImmutable();
    }
}
