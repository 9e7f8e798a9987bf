using System.CommandLine;
using System.Text;
using Migrator.Cli.Help;
using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;

namespace Migrator.Cli.Commands.Batches;

/// <summary><c>bindle2oci batch report</c>.</summary>
internal sealed class BatchReportCommand(CliContext context)
{
    private readonly Argument<string[]> _journals = new("journal")
    {
        Description = "The journal that batch plan wrote; all copies of it, when machines ran a part each.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _format = Choice.Create(
        "--format", "The form of the report.", ("text", "text"), ("json", "json"), ("csv", "csv"), ("html", "html"));

    private readonly Option<string?> _out = new("--out")
    {
        Description = "The file to write (default: standard output).",
        HelpName = "FILE",
    };

    public Command Create()
    {
        var command = new CliCommand("report", "Writes what became of every bindle, for people and for programs.")
        {
            _journals, _format, _out,
        };
        command.Examples =
        [
            "bindle2oci batch report batch.db --format html --out report.html",
            "bindle2oci batch report part1.db part2.db --format csv",
        ];
        command.SetAction((parsed, _) => BatchGuard.RunAsync(context, parsed, () => Task.FromResult(Run(parsed))));
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var paths = parsed.GetRequiredValue(_journals);
        using var view = JournalViews.Open(paths);
        var report = BatchReport.Of(paths[0], view, context.Clock);
        var code = report.IsPlanSealed ? ExitCode.Done : ExitCode.Journal;
        if (!report.IsPlanSealed)
        {
            context.Error.WriteLine(
                "bindle2oci: The plan in the journal is not the one that was made: its digest differs. The report says "
                + "what is there, and cannot be relied on.");
        }

        if (parsed.GetValue(_out) is not { } file)
        {
            Write(parsed.GetValue(_format), report, view, context.Output);
            return code;
        }

        try
        {
            ReportPlace.RequireFree(file, view.Plan);
            ReportFile.Write(
                file, context.TempFolder, output => Write(parsed.GetValue(_format), report, view, output));
            return code;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The report '{file}' cannot be written: {failure.Message}");
        }
    }

    private static void Write(string? format, BatchReport report, JournalViews view, TextWriter output)
    {
        switch (format)
        {
            case "json":
                using (var bytes = new MemoryStream())
                {
                    JsonReport.Write(report, view.Apps(), bytes);
                    output.WriteLine(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
                }

                break;
            case "csv":
                CsvReport.Write(view.Apps(), output);
                break;
            case "html":
                HtmlReport.Write(report, view.Apps(), output);
                break;
            default:
                TextReport.Write(report, output);
                break;
        }
    }
}
