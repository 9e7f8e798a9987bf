using System.CommandLine;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Cli.Output;
using Migrator.Cli.Registries;
using Migrator.Engine.Batch;

namespace Migrator.Cli.Commands.Batches;

/// <summary>The options on how a batch reaches its sources and targets.</summary>
internal sealed class BatchFlags
{
    private readonly BindleServerFlags _server = new();
    private readonly RegistryFlags _registry = new();
    private readonly TransferFlags _transfer = new();

    public void AddTo(Command command)
    {
        _server.AddTo(command);
        _registry.AddTo(command);
        _transfer.AddTo(command);
    }

    /// <summary>The way to the batch's registry; null when it goes to a disk.</summary>
    /// <exception cref="UsageException">The options do not go together.</exception>
    public RegistrySession? SessionFor(ParseResult parsed, CliContext context, BatchFile file, Report report)
    {
        _server.RequireOneHome(parsed, context, ServersOf(file));
        var sample = file.Target.For(BindleId.Parse("name/1.0.0"), file.Target.Team ?? "team");
        return _registry.SessionFor(parsed, context, sample, _transfer.OptionsOf(parsed, report), report);
    }

    /// <summary>How the batch reaches what its file names.</summary>
    public BatchPlaces PlacesOf(
        ParseResult parsed, CliContext context, string folder, RegistrySession? session, Report report) =>
        BatchPlaces.Of(folder, session?.Client) with
        {
            Sources = new BindleSourceOptions { TempFolder = context.TempFolder },
            OpenServer = (address, query, stop) => OpenAsync(parsed, context, address, query, report)(stop),
        };

    private static IEnumerable<BindleServerAddress> ServersOf(BatchFile file) => file.Sources
        .Where(source => source.Kind == BatchSourceKind.Server)
        .Select(source => BindleServerAddress.Parse(source.Location));

    private Migrator.Engine.Jobs.SourceOpener OpenAsync(
        ParseResult parsed, CliContext context, BindleServerAddress address, string query, Report report) =>
        _server.OpenerOf(
            parsed,
            context,
            _server.OptionsOf(parsed, context, address, report) with { Query = query },
            _transfer.OptionsOf(parsed, report));
}
