using System.CommandLine;
using Migrator.Cli.Commands;

namespace Migrator.Cli;

/// <summary>The command <c>bindle2oci</c>.</summary>
internal static class Program
{
    // For the whole process: a signal is handled by a thread of its own, which can come to it when the command has
    // ended already. By then nobody would listen, and the signal would end the process in place of the exit code.
    private static readonly Termination Signals = new(Composition.TerminationGrace, TimeProvider.System);

    public static Task<int> Main(string[] args)
    {
        Signals.Listen();
        var context = Composition.FromEnvironment() with { AllowGrace = Signals.Allow };
        return Signals.RunAsync(stop => RunAsync(args, context, stop));
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
