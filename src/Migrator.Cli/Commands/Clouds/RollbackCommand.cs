using System.CommandLine;
using Migrator.Cli.Clouds;
using Migrator.Cli.Help;
using Migrator.Cli.Output.Clouds;
using Migrator.Cloud.Deployment;

namespace Migrator.Cli.Commands.Clouds;

/// <summary><c>bindle2oci rollback</c>.</summary>
internal sealed class RollbackCommand(CliContext context)
{
    private readonly Argument<string> _app = new("app") { Description = "The app's name." };

    private readonly Option<string?> _revision = new("--revision")
    {
        Description = "The revision to go back to; needed when several can start.",
        HelpName = "NUMBER",
    };

    private readonly Option<Guid?> _appId = Quantity.Create<Guid>(
        "--app-id", "ID", "The app, whatever its name.", Guid.TryParse, "the id of an app");

    private readonly CloudFlags _cloudFlags = new();
    private readonly HealthFlags _healthFlags = new();
    private readonly OutputOptions _outputOptions = new();

    public Command Create()
    {
        var command = new CliCommand(
            "rollback", "Makes an older OCI revision of an app live again, and watches until it answers.")
        {
            _app, _revision, _appId,
        };
        _cloudFlags.AddTo(command);
        _healthFlags.AddTo(command);
        _outputOptions.AddTo(command);
        command.Examples =
        [
            "bindle2oci rollback shop",
            "bindle2oci rollback shop --revision 1.2.0-r80e5abb1",
        ];
        command.SetAction(RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var report = _outputOptions.ReportFor(parsed, context);
        return CloudGuard.RunAsync(report, "rollback", async () =>
        {
            using var cloud = _cloudFlags.SessionFor(
                parsed, context, _healthFlags.PacingOf(parsed, report));
            var request = new RollbackRequest(parsed.GetRequiredValue(_app))
            {
                AppId = parsed.GetValue(_appId),
                Revision = parsed.GetValue(_revision),
            };
            var outcome = await cloud.Deployer.RollbackAsync(request, cancellationToken).ConfigureAwait(false);
            return RollbackReport.Write(report, request, outcome);
        });
    }
}
