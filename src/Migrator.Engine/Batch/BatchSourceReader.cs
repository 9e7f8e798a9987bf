using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Engine.Batch;

/// <summary>Reads the sources of a batch file.</summary>
/// <param name="faults">Where faults go.</param>
/// <param name="faultOfTeam">Says why the target cannot take a team; null when it can.</param>
internal sealed class BatchSourceReader(BatchFaults faults, Func<string, string?> faultOfTeam)
{
    private static readonly ImmutableArray<(string Key, BatchSourceKind Kind)> Kinds =
    [
        ("server", BatchSourceKind.Server), ("store", BatchSourceKind.Store), ("folder", BatchSourceKind.Folder),
        ("glob", BatchSourceKind.Glob),
    ];

    public ImmutableArray<BatchSource> Read(TomlTableReader root)
    {
        var tables = root.Tables("source");
        if (tables.IsEmpty && root.Node("source") is null)
        {
            root.Add(
                TomlFaultKind.MissingKey,
                root.Position,
                "source",
                "There is no source; add [[source]] with server, store, folder or glob.");
        }

        return [.. tables.Select(ReadOne).OfType<BatchSource>()];
    }

    private BatchSource? ReadOne(TomlTableReader reader)
    {
        var given = Kinds.Select(kind => (kind.Kind, kind.Key, Text: reader.OptionalString(kind.Key)))
            .Where(kind => kind.Text is not null).ToList();
        var bindles = ReadBindles(reader);
        var queries = reader.Strings("query");
        var team = ReadTeam(reader);
        reader.End();
        if (given is not [var (kind, key, location)])
        {
            JudgeKinds(reader, [.. given.Select(entry => entry.Key)]);
            return null;
        }

        Judge(reader, kind, key, location!, queries, bindles);
        return new BatchSource(kind, location!) { Queries = queries, Bindles = bindles, Team = team };
    }

    private string? ReadTeam(TomlTableReader reader)
    {
        var team = reader.OptionalString("team");
        if (!faults.HasLogin(reader, "team") && team is not null && faultOfTeam(team) is { } fault)
        {
            faults.Add(reader, "team", fault);
        }

        return team;
    }

    private void JudgeKinds(TomlTableReader reader, ImmutableArray<string> given)
    {
        if (given.IsEmpty)
        {
            reader.Add(
                TomlFaultKind.MissingKey,
                reader.Position,
                "server",
                "A source needs one of server, store, folder and glob.");
            return;
        }

        foreach (var key in given.Skip(1))
        {
            faults.Add(reader, key, $"a source is one place, {given[0]} names one already; add another [[source]].");
        }
    }

    private void Judge(
        TomlTableReader reader,
        BatchSourceKind kind,
        string key,
        string location,
        ImmutableArray<string> queries,
        ImmutableArray<BindleId> bindles)
    {
        if (kind == BatchSourceKind.Server)
        {
            JudgeAddress(reader, key, location);
        }
        else if (location.Length == 0 || location.Contains('\0', StringComparison.Ordinal))
        {
            faults.Add(reader, key, "the path is empty or holds a NUL.");
        }

        if (kind != BatchSourceKind.Server && !queries.IsEmpty)
        {
            faults.Add(reader, "query", "only a server can be asked; use names of [select].");
        }

        if (kind == BatchSourceKind.Glob && !bindles.IsEmpty)
        {
            faults.Add(reader, "bindles", "paths of a glob hold one bindle each; use names of [select].");
        }

        if (!queries.IsEmpty && !bindles.IsEmpty)
        {
            faults.Add(reader, "query", "bindles names the bindles already; leave one of the two out.");
        }
    }

    private void JudgeAddress(TomlTableReader reader, string key, string location)
    {
        try
        {
            _ = BindleServerAddress.Parse(location);
        }
        catch (FormatException fault)
        {
            faults.Add(reader, key, fault.Message);
        }
    }

    private ImmutableArray<BindleId> ReadBindles(TomlTableReader reader)
    {
        var bindles = ImmutableArray.CreateBuilder<BindleId>();
        foreach (var text in reader.Strings("bindles"))
        {
            if (BindleId.TryParse(text, out var id))
            {
                bindles.Add(id);
            }
            else
            {
                faults.Add(reader, "bindles", $"{MessageText.Quote(text)} is not a bindle id; expected NAME/VERSION.");
            }
        }

        return bindles.DrainToImmutable();
    }
}
