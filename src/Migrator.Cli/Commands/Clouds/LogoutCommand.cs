using System.CommandLine;
using Migrator.Cli.Clouds;
using Migrator.Cli.Help;
using Migrator.Cli.Output.Clouds;

namespace Migrator.Cli.Commands.Clouds;

/// <summary><c>bindle2oci logout</c>.</summary>
internal sealed class LogoutCommand(CliContext context)
{
    private readonly CloudFlags _cloudFlags = new();
    private readonly OutputOptions _outputOptions = new();

    public Command Create()
    {
        var command = new CliCommand("logout", "Forgets a login at Fermyon Cloud.");
        _cloudFlags.AddTo(command);
        _outputOptions.AddTo(command);
        command.Examples =
        [
            "bindle2oci logout",
            "bindle2oci logout --environment staging",
        ];
        command.SetAction(RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken _)
    {
        var report = _outputOptions.ReportFor(parsed, context);
        return CloudGuard.RunAsync(report, "logout", () =>
        {
            var environment = _cloudFlags.EnvironmentOf(parsed, context);
            var wasThere = CloudLogins.StoreOf(context).Delete(environment);
            return Task.FromResult(LoginReport.WriteLogout(report, environment, wasThere));
        });
    }
}
