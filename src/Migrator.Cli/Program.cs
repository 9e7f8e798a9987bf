using System.CommandLine;
using Migrator.Cli.Commands;

namespace Migrator.Cli;

/// <summary>The command <c>bindle2oci</c>.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        using var termination = new Termination(Composition.TerminationGrace, TimeProvider.System).Listen();
        var context = Composition.FromEnvironment() with { AllowGrace = termination.Allow };
        return await termination.RunAsync(stop => RunAsync(args, context, stop)).ConfigureAwait(false);
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="context">Console, clock and defaults.</param>
    /// <param name="cancellationToken">Stops the command, as Ctrl-C does.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, CliContext context, CancellationToken cancellationToken)
    {
        if (args is ["--version"])
        {
            return await ShowVersionAsync(context).ConfigureAwait(false);
        }

        // No response files: an argument that begins with @ is that argument.
        var parsed =
            RootCommands.Create(context).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is not { ClearsParseErrors: true } && UnknownWords.In(parsed) is { Count: > 0 } unknown)
        {
            return UsageErrors.Write(context, ParsedCommand.Of(parsed), unknown);
        }

        if (parsed.Errors.Count > 0)
        {
            return UsageErrors.Write(context, ParsedCommand.Of(parsed), parsed.Errors.Select(error => error.Message));
        }

        if (parsed.CommandResult.Tokens.Any(token => TypedLogin.IsIn(token.Value)))
        {
            return UsageErrors.Write(context, ParsedCommand.Of(parsed), TypedLogin.Refusal);
        }

        var configuration = new InvocationConfiguration
        {
            Output = context.Output,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await CommandGuard.RunAsync(
            context,
            ParsedCommand.Of(parsed),
            () => parsed.InvokeAsync(configuration, cancellationToken)).ConfigureAwait(false);
    }

    // Scripts and packagers ask at every turn: the answer needs no commands, and takes no memory for them.
    private static Task<int> ShowVersionAsync(CliContext context) =>
        CommandGuard.RunAsync(context, new ParsedCommand(Name: null, IsVerbose: false, IsJson: false), () =>
        {
            context.Output.WriteLine(BuildInfo.Line);
            return Task.FromResult(ExitCode.Done);
        });
}
