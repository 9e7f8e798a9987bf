using System.CommandLine;
using Migrator.Cli.Help;
using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;

namespace Migrator.Cli.Commands.Batches;

/// <summary><c>bindle2oci batch status</c>.</summary>
internal sealed class BatchStatusCommand(CliContext context)
{
    private readonly Argument<string> _journal = new("journal") { Description = "The journal that batch plan wrote." };

    public Command Create()
    {
        var command = new CliCommand("status", "Says how far a batch is, also while it runs.") { _journal };
        command.Examples =
        [
            "bindle2oci batch status batch.db",
        ];
        command.SetAction((parsed, _) => BatchGuard.RunAsync(context, parsed, () => Task.FromResult(Run(parsed))));
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var path = parsed.GetRequiredValue(_journal);
        using var view = JournalViews.Open(path);
        var report = BatchReport.Of(path, view, context.Clock);
        TextReport.Write(report, context.Output);
        return report.IsPlanSealed ? ExitCode.Done : ExitCode.Journal;
    }
}
