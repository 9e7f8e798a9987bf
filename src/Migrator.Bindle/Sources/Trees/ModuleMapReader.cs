using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>
/// Reads a <c>modules.toml</c> as every Wagi did: keys that only some releases knew are taken or named, none is refused
/// (spec/bindle.md 8.2).
/// </summary>
internal sealed class ModuleMapReader
{
    private static readonly string[] Known =
        ["route", "module", "entrypoint", "argv", "allowed_hosts", "environment", "volumes"];

    private readonly TreeFaults _faults;
    private readonly List<TomlFault> _ofToml = [];

    private ModuleMapReader(TreeFaults faults) => _faults = faults;

    /// <summary>Reads.</summary>
    /// <param name="root">The file's table.</param>
    /// <param name="faults">Where faults go.</param>
    /// <returns>The modules, in order.</returns>
    public static ImmutableArray<ModuleMapEntry> Read(TomlTable root, TreeFaults faults)
    {
        var reader = new ModuleMapReader(faults);
        var entries = reader.ReadRoot(new TomlTableReader(root, "", reader._ofToml));
        faults.AddRange(reader._ofToml);
        return entries;
    }

    private ImmutableArray<ModuleMapEntry> ReadRoot(TomlTableReader root)
    {
        ReportIgnored(root, ["module"]);
        var tables = root.Tables("module");
        if (tables.IsEmpty && _ofToml.Count == 0)
        {
            _faults.Add(
                TreeFindings.NoEntries,
                root.Position,
                "module",
                "The file has no [[module]], so it is no module map, and no [bindle], so it is no HIPPOFACTS.");
        }

        return [.. tables.Select(ReadModule).OfType<ModuleMapEntry>()];
    }

    private ModuleMapEntry? ReadModule(TomlTableReader table)
    {
        ReportIgnored(table, Known);
        var (route, module) = (table.RequiredString("route"), table.RequiredString("module"));
        var entry = new ModuleMapEntry
        {
            Route = route ?? "",
            Module = module ?? "",
            Entrypoint = table.OptionalString("entrypoint"),
            Argv = table.OptionalString("argv"),
            AllowedHosts = table.Table.TryGet("allowed_hosts", out _) ? table.Strings("allowed_hosts") : null,
            Environment = TomlTexts.Of(table.OptionalTable("environment")),
            Volumes = TomlTexts.Of(table.OptionalTable("volumes")),
            Position = table.Position,
        };
        return route is null || module is null ? null : entry;
    }

    private void ReportIgnored(TomlTableReader table, string[] known)
    {
        foreach (var entry in table.Table.Entries.Where(entry => !known.Contains(entry.Key)))
        {
            _faults.Add(
                TreeFindings.SettingIgnored,
                entry.KeyPosition,
                table.PathOf(entry.Key),
                $"{table.PathOf(entry.Key)}: {Explain(entry.Key)}");
        }
    }

    private static string Explain(string key) => key switch
    {
        "default_host" => "the name of the host belongs to the server, not to the application; it is left out.",
        "bindle_server" => "no Wagi since 0.5 reads it; name the place of bindles on the command line.",
        "http_max_concurrency" or "concurrency" => "Spin has no limit of outbound requests for each module; it is "
            + "left out.",
        _ => "Wagi does not know this key, and it is left out.",
    };
}
