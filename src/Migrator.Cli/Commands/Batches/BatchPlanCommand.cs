using System.CommandLine;
using Migrator.Cli.Help;
using Migrator.Cli.Output;
using Migrator.Cli.Output.Batches;
using Migrator.Engine.Batch;
using Migrator.Engine.Batch.Planning;

namespace Migrator.Cli.Commands.Batches;

/// <summary><c>bindle2oci batch plan</c>.</summary>
internal sealed class BatchPlanCommand(CliContext context)
{
    private readonly Argument<string> _file = new("batch file") { Description = "The batch file; see batch init." };

    private readonly Option<string?> _journal = new("--journal")
    {
        Description = "The journal that the plan becomes (default: the batch file's name with .db).",
        HelpName = "FILE",
    };

    private readonly Option<bool> _replace = new("--replace")
    {
        Description = "Replace a journal that has runs in it.",
    };

    private readonly BatchFlags _flags = new();
    private readonly OutputOptions _outputOptions = new();

    public Command Create()
    {
        var command = new CliCommand(
            "plan", "Says what a run would do, and writes the journal for it. Writes to no target.")
        {
            _file, _journal, _replace,
        };
        _flags.AddTo(command);
        _outputOptions.AddTo(command);
        command.Examples =
        [
            "bindle2oci batch plan batch.toml",
        ];
        command.SetAction((parsed, stop) => BatchGuard.RunAsync(context, parsed, () => RunAsync(parsed, stop)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var report = _outputOptions.ReportFor(parsed, context);
        var path = parsed.GetRequiredValue(_file);
        var reading = BatchFileToml.Read(ReadFile(path), path);
        if (reading.File is not { } file)
        {
            throw new UsageException($"The batch file '{path}' cannot be used; its errors say why.")
            {
                Findings = reading.Findings,
            };
        }

        var journal = parsed.GetValue(_journal) ?? Path.ChangeExtension(path, ".db");
        using var session = _flags.SessionFor(parsed, context, file, report);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var places = _flags.PlacesOf(parsed, context, file, folder, session, report);
        var display = new PlanDisplay(context.Clock);
        var options = new PlanOptions
        {
            Replace = parsed.GetValue(_replace),
            Progress = display,
            Flags = _flags.WordsOf(parsed),
        };
        var planner = new BatchPlanner(places, context.Clock);
        var plan = await LiveDisplay.RunAsync(
            context, report, () => display.State, () => planner.PlanAsync(file, journal, options, cancellationToken))
            .ConfigureAwait(false);
        PlanReport.Write(report, plan, journal);
        return ExitCode.Done;
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The batch file '{path}' cannot be read: {failure.Message}");
        }
    }
}
