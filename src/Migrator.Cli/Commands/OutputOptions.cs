using System.CommandLine;
using Migrator.Cli.Output;

namespace Migrator.Cli.Commands;

/// <summary>The options of every command on what it writes.</summary>
internal sealed class OutputOptions
{
    private const string Verbose = "--verbose";

    private readonly Option<OutputFormat> _format = Choice.Create(
        "--output",
        "How the result is written to standard output.",
        ("text", OutputFormat.Text),
        ("json", OutputFormat.Json));

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Only the result and errors." };

    private readonly Option<bool> _verbose = new(Verbose, "-v") { Description = "Notes and timings too." };

    public void AddTo(Command command)
    {
        _format.Aliases.Add("-o");
        command.Options.Add(_format);
        command.Options.Add(_quiet);
        command.Options.Add(_verbose);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_quiet) && result.GetValue(_verbose))
            {
                result.AddError("--quiet and --verbose exclude each other.");
            }
        });
    }

    /// <summary>Whether notes and timings are asked for; no for a command without these options.</summary>
    public static bool IsVerbose(ParseResult parsed) => parsed.CommandResult.Command.Options
        .OfType<Option<bool>>()
        .Any(option => option.Name == Verbose && parsed.GetValue(option));

    public Report ReportFor(ParseResult parsed, CliContext context) =>
        new(context, parsed.GetValue(_format), parsed.GetValue(_quiet), parsed.GetValue(_verbose));
}
