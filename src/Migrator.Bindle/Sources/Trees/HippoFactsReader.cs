using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>Reads a HIPPOFACTS, and refuses what Hippo 0.10 refused (spec/bindle.md 8.4).</summary>
internal sealed class HippoFactsReader
{
    private readonly TreeFaults _faults;
    private readonly List<TomlFault> _ofToml = [];

    private HippoFactsReader(TreeFaults faults) => _faults = faults;

    /// <summary>Reads.</summary>
    /// <param name="root">The file's table.</param>
    /// <param name="faults">Where faults go.</param>
    /// <returns>What it says; null, with a fault, when it says nothing that Hippo took.</returns>
    public static HippoFacts? Read(TomlTable root, TreeFaults faults)
    {
        var reader = new HippoFactsReader(faults);
        var facts = reader.ReadRoot(new TomlTableReader(root, "", reader._ofToml));
        faults.AddRange(reader._ofToml);
        return faults.HasErrors ? null : facts;
    }

    private HippoFacts? ReadRoot(TomlTableReader root)
    {
        var bindle = root.RequiredTable("bindle");
        var annotations = TomlTexts.Of(root.OptionalTable("annotations"));
        var entries = root.Tables("handler").Select(ReadHandler)
            .Concat(root.Tables("export").Select(ReadExport))
            .OfType<HippoEntry>()
            .ToImmutableArray();
        root.End();
        var facts = bindle is null ? null : ReadBindle(bindle, annotations, entries);
        if (entries.IsEmpty && _ofToml.Count == 0 && !_faults.HasErrors)
        {
            _faults.Add(
                TreeFindings.NoEntries,
                root.Position,
                "HIPPOFACTS",
                "The file has no [[handler]] and no [[export]], so there is nothing to make a bindle of.");
        }

        return facts;
    }

    private HippoFacts? ReadBindle(
        TomlTableReader bindle,
        ImmutableSortedDictionary<string, string> annotations,
        ImmutableArray<HippoEntry> entries)
    {
        var name = bindle.RequiredString("name");
        var version = bindle.RequiredString("version");
        var description = bindle.OptionalString("description");
        var authors = bindle.Strings("authors");
        bindle.End();
        if (name is null || version is null || IdOf($"{name}/{version}", "bindle", bindle.Position) is not { } id)
        {
            return null;
        }

        return new HippoFacts
        {
            Id = id,
            Description = description,
            Authors = authors,
            Annotations = annotations,
            Entries = entries,
        };
    }

    private HippoEntry? ReadHandler(TomlTableReader table)
    {
        var route = table.RequiredString("route");
        var name = table.OptionalString("name");
        var entrypoint = table.OptionalString("entrypoint");
        var external = table.OptionalTable("external");
        var isTable = external is not null;
        var (bindle, handlerId) = (external?.RequiredString("bindleId"), external?.RequiredString("handlerId"));
        external?.End();
        var files = table.Strings("files");
        table.End();
        if (route is null || !IsOneModule(table, route, name, isTable, entrypoint))
        {
            return null;
        }

        if (name is not null)
        {
            return new HippoEntry.LocalHandler(name, entrypoint, route) { Files = files, Position = table.Position };
        }

        return bindle is not null && handlerId is not null && IdOf(bindle, table.Path, table.Position) is { } id
            ? new HippoEntry.ExternalHandler(id, handlerId, route) { Files = files, Position = table.Position }
            : null;
    }

    private bool IsOneModule(TomlTableReader table, string route, string? name, bool isExternal, string? entrypoint)
    {
        if (table.Table.TryGet("external", out _) && !isExternal)
        {
            return false;
        }

        if (name is null == !isExternal)
        {
            _faults.Add(
                TreeFindings.NameOrExternal,
                table.Position,
                table.Path,
                $"{table.Path}: the route {MessageText.Quote(route)} must have exactly one of 'name' and 'external'.");
            return false;
        }

        if (isExternal && entrypoint is not null)
        {
            _faults.Add(
                TreeFindings.ExternalEntrypoint,
                table.Position,
                table.Path,
                $"{table.Path}: the route {MessageText.Quote(route)} may not have an entrypoint, because its module is "
                + "another bindle's. Remove 'entrypoint'.");
            return false;
        }

        return true;
    }

    private static HippoEntry? ReadExport(TomlTableReader table)
    {
        var (name, id) = (table.RequiredString("name"), table.RequiredString("id"));
        var entrypoint = table.OptionalString("entrypoint");
        var files = table.Strings("files");
        table.End();
        return name is null || id is null
            ? null
            : new HippoEntry.Export(name, entrypoint, id) { Files = files, Position = table.Position };
    }

    private BindleId? IdOf(string text, string subject, TomlPosition position)
    {
        if (BindleId.TryParse(text, out var id))
        {
            return id;
        }

        _faults.Add(
            TreeFindings.BadId,
            position,
            subject,
            $"{subject}: {MessageText.Quote(text)} is not a bindle id; expected NAME/VERSION with a strict semantic "
            + "version, such as 1.2.3.");
        return null;
    }
}
