using System.Collections.Immutable;
using Migrator.Cli.Output;
using Migrator.Engine.Resilience;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Cli.Registries;

/// <summary>The way to registries for one command, and what was heard on it.</summary>
internal sealed class RegistrySession : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<string> _warnings = [];
    private readonly RegistryConnection _connection;
    private readonly RequestCounter _requests;
    private readonly HttpMessageHandler _handler;

    private RegistrySession(
        CliContext context,
        RegistryConnection connection,
        ResilienceOptions resilience,
        Report report,
        Func<HttpMessageHandler, RegistryOptions> options)
    {
        _connection = connection;
        _requests = new RequestCounter(RegistryHandlers.Create(connection));
        _handler = ResilientHandler.Create(_requests, resilience, context.Clock);
        Client = new RegistryClient(options(_handler) with
        {
            Time = context.Clock,
            Warned = (host, text) => Hear(report, $"{host}: {text}"),
            Logger = report.IsVerbose ? new VerboseLog(report) : null,
        });
    }

    /// <summary>Opens what is in registries.</summary>
    public RegistryClient Client { get; }

    /// <summary>The requests that were sent so far.</summary>
    public long Requests => _requests.Count;

    /// <summary>What registries warned of, once per host and text.</summary>
    public ImmutableArray<string> Warnings
    {
        get
        {
            lock (_gate)
            {
                return [.. _warnings];
            }
        }
    }

    /// <summary>Makes the way; nothing is sent yet.</summary>
    /// <param name="context">The clock.</param>
    /// <param name="connection">How connections are made; its certificates are disposed with the session.</param>
    /// <param name="resilience">How hard registries are asked.</param>
    /// <param name="report">Hears what registries warn of; when verbose, of every request.</param>
    /// <param name="options">How registries are reached by a handler.</param>
    public static RegistrySession Open(
        CliContext context,
        RegistryConnection connection,
        ResilienceOptions resilience,
        Report report,
        Func<HttpMessageHandler, RegistryOptions> options) =>
        new(context, connection, resilience, report, options);

    public void Dispose()
    {
        Client.Dispose();
        _handler.Dispose();
        foreach (var certificate in _connection.Authorities.Concat(_connection.ClientCertificates))
        {
            certificate.Dispose();
        }
    }

    private void Hear(Report report, string warning)
    {
        lock (_gate)
        {
            _warnings.Add(warning);
        }

        report.Warning(warning);
    }
}
