using System.CommandLine;

namespace Migrator.Cli.Commands.Batches;

/// <summary><c>bindle2oci batch</c>: many bindles in one go.</summary>
internal static class BatchCommand
{
    public static Command Create(CliContext context) =>
        new("batch", "Moves whole stores: plan, run, stop, go on, report.")
        {
            new BatchInitCommand(context).Create(),
            new BatchPlanCommand(context).Create(),
            new BatchRunCommand(context).Create(),
            new BatchStatusCommand(context).Create(),
            new BatchReportCommand(context).Create(),
        };
}
