using System.CommandLine;
using Migrator.Cli.Clouds;
using Migrator.Cli.Help;
using Migrator.Cli.Output.Clouds;
using Migrator.Cloud.Health;

namespace Migrator.Cli.Commands.Clouds;

/// <summary><c>bindle2oci status</c>.</summary>
internal sealed class StatusCommand(CliContext context)
{
    private readonly Argument<string?> _app = new("app")
    {
        Description = "The app's name; all apps of the account when it is left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly CloudFlags _cloudFlags = new();
    private readonly OutputOptions _outputOptions = new();

    public Command Create()
    {
        var command = new CliCommand(
            "status", "Tells what is deployed to Fermyon Cloud, as a bindle or as OCI, and what an upgrade would do.")
        {
            _app,
        };
        _cloudFlags.AddTo(command);
        _outputOptions.AddTo(command);
        command.Examples =
        [
            "bindle2oci status",
            "bindle2oci status shop --output json",
        ];
        command.SetAction(RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var report = _outputOptions.ReportFor(parsed, context);
        return CloudGuard.RunAsync(report, "status", async () =>
        {
            using var cloud = _cloudFlags.SessionFor(
                parsed, context, CloudPacing.Shown(new HealthOptions(), report));
            var name = parsed.GetValue(_app);
            var apps = await cloud.Deployer.ReadStatusAsync(name, cancellationToken).ConfigureAwait(false);
            return StatusReport.Write(report, apps, isNamed: name is not null);
        });
    }
}
