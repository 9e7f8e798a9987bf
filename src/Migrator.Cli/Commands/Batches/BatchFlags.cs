using System.Collections.Immutable;
using System.CommandLine;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Cli.Clouds;
using Migrator.Cli.Commands.Clouds;
using Migrator.Cli.Help;
using Migrator.Cli.Output;
using Migrator.Cloud.Deployment;
using Migrator.Engine.Batch;
using Migrator.Engine.Jobs;
using Migrator.Oci.Targets.Registry;

namespace Migrator.Cli.Commands.Batches;

/// <summary>The options on how a batch reaches its sources and targets.</summary>
internal sealed class BatchFlags
{
    private readonly BindleServerFlags _server = new();
    private readonly RegistryFlags _registry = new();
    private readonly TransferFlags _transfer = new();
    private readonly HealthFlags _health = new();

    public void AddTo(CliCommand command)
    {
        _server.AddTo(command);
        _registry.AddTo(command);
        _transfer.AddTo(command);
    }

    /// <summary>Adds the options on how deployed apps are watched.</summary>
    public void AddHealthTo(CliCommand command) => _health.AddTo(command);

    /// <summary>Those that were given, to be typed again with another command; no secrets.</summary>
    public ImmutableArray<string> WordsOf(ParseResult parsed) => GivenWords.Of(
        parsed, _server.Told.Concat(_registry.Told).Concat(_transfer.Told).Concat(_health.All));

    /// <summary>The way to the batch's registry or cloud.</summary>
    /// <exception cref="UsageException">The options do not go together.</exception>
    /// <exception cref="Cloud.Login.LoginException">There is no login at the cloud that will do.</exception>
    public BatchSession SessionFor(
        ParseResult parsed, CliContext context, BatchFile file, Report report, KeptUploads? uploads = null)
    {
        _server.RequireOneHome(parsed, context, ServersOf(file));
        foreach (var server in ServersOf(file))
        {
            // A login that is no login is a fault of the command line, told before anything begins.
            _ = _server.OptionsOf(parsed, context, server, report);
        }

        var resilience = _transfer.OptionsOf(parsed, report);
        if (file.Deploy is not { } deploy)
        {
            var sample = file.Target!.For(BindleId.Parse("name/1.0.0"), file.Target.Team ?? "team");
            return new BatchSession(
                _registry.SessionFor(parsed, context, sample, resilience, report, uploads),
                cloud: null,
                registryHost: "");
        }

        var cloud = CloudSession.Open(
            context,
            deploy.Environment ?? CloudFlags.EnvironmentOf(context),
            deploy.Cloud,
            new CloudPacing(_health.OptionsOf(parsed), StepStarted: null) { Words = _health.WordsOf(parsed) });
        try
        {
            var host = deploy.Registry ?? CloudNames.RegistryHostFor(cloud.Login.Url);
            return new BatchSession(
                _registry.SessionForCloud(parsed, context, host, cloud, resilience, report), cloud, host);
        }
        catch
        {
            cloud.Dispose();
            throw;
        }
    }

    /// <summary>How the batch reaches what its file names.</summary>
    public BatchPlaces PlacesOf(
        ParseResult parsed, CliContext context, BatchFile file, string folder, BatchSession session, Report report) =>
        session.PlacesOf(context, folder) with
        {
            Sources = new BindleSourceOptions { TempFolder = context.TempFolder },
            OpenServer = (address, query, stop) => OpenAsync(
                parsed, context, _server.OptionsOf(parsed, context, address, report) with
                {
                    Query = query,
                    Lenient = file.Selection.Lenient,
                },
                report)(stop),
        };

    /// <summary>The folder that paths of the batch file start from.</summary>
    /// <exception cref="UsageException">The one that was given is not there.</exception>
    public static string FolderOf(string? given, string journal) =>
        given is null ? Path.GetDirectoryName(Path.GetFullPath(journal))!
        : Directory.Exists(given) ? given
        : throw new UsageException(
            $"There is no folder '{given}'; --folder names the one that paths of the batch file start from.");

    private static IEnumerable<BindleServerAddress> ServersOf(BatchFile file) => file.Sources
        .Where(source => source.Kind == BatchSourceKind.Server)
        .Select(source => BindleServerAddress.Parse(source.Location));

    private SourceOpener OpenAsync(
        ParseResult parsed, CliContext context, BindleServerOptions options, Report report) =>
        _server.OpenerOf(parsed, context, options, _transfer.OptionsOf(parsed, report));
}
