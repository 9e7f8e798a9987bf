using System.CommandLine;
using Migrator.Cli.Help;

namespace Migrator.Cli.Commands.Batches;

/// <summary><c>bindle2oci batch</c>: many bindles in one go.</summary>
internal static class BatchCommand
{
    public static Command Create(CliContext context)
    {
        var batch = new CliCommand("batch", "Moves whole stores: plan, run, stop, go on, report, verify.")
        {
            new BatchInitCommand(context).Create(),
            new BatchPlanCommand(context).Create(),
            new BatchRunCommand(context).Create(),
            new BatchStatusCommand(context).Create(),
            new BatchReportCommand(context).Create(),
            new BatchVerifyCommand(context).Create(),
        };
        batch.Examples =
        [
            "bindle2oci batch init batch.toml",
            "bindle2oci batch plan batch.toml",
            "bindle2oci batch run batch.db",
            "bindle2oci batch report batch.db --format html --out report.html",
        ];
        return batch;
    }
}
