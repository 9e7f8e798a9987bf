using System.CommandLine;
using Migrator.Cli.Help;
using Migrator.Cli.Output;

namespace Migrator.Cli.Commands;

/// <summary>The options of every command on what it writes.</summary>
internal sealed class OutputOptions
{
    private const string Verbose = "--verbose";
    private const string Format = "--output";
    private const string ShortFormat = "-o";
    private const string Json = "json";

    private readonly Option<OutputFormat> _format;

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Only the result and errors." };

    private readonly Option<bool> _verbose = new(Verbose, "-v") { Description = "Notes, timings and requests too." };

    /// <summary>Makes the options.</summary>
    /// <param name="hasEvents">Whether the command can also write events as it goes.</param>
    public OutputOptions(bool hasEvents = false)
    {
        (string, OutputFormat)[] formats = [("text", OutputFormat.Text), (Json, OutputFormat.Json)];
        _format = hasEvents
            ? Choice.Create(
                Format,
                "How standard output is written; ndjson is every event as a line of JSON, as it happens.",
                [.. formats, ("ndjson", OutputFormat.Events)])
            : Choice.Create(Format, "How the result is written to standard output.", formats);
    }

    public void AddTo(CliCommand command)
    {
        _format.Aliases.Add(ShortFormat);
        command.Add("Output", _format, _quiet, _verbose);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_quiet) && result.GetValue(_verbose))
            {
                result.AddError("--quiet and --verbose exclude each other.");
            }
        });
    }

    /// <summary>Whether notes and timings are asked for, whatever is wrong with the rest of the line.</summary>
    public static bool IsVerbose(ParseResult parsed) => parsed.CommandResult.Command.Options
        .OfType<Option<bool>>()
        .Any(option => option.Name == Verbose && parsed.Errors.Count == 0 && parsed.GetValue(option));

    /// <summary>Whether the result is to be JSON, whatever is wrong with the rest of the line.</summary>
    public static bool IsJson(ParseResult parsed) => parsed.Tokens
        .Zip(parsed.Tokens.Skip(1))
        .Any(pair => pair.First.Value is Format or ShortFormat && pair.Second.Value == Json);

    public Report ReportFor(ParseResult parsed, CliContext context) =>
        new(context, parsed.GetValue(_format), parsed.GetValue(_quiet), parsed.GetValue(_verbose));
}
