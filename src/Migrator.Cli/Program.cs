using System.CommandLine;
using System.Runtime.InteropServices;
using Migrator.Cli.Commands;

namespace Migrator.Cli;

/// <summary>The command <c>bindle2oci</c>.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        // A terminal that closes stops a command as Ctrl-C does; the library below knows only SIGINT and SIGTERM.
        using var hangUp = new CancellationTokenSource();
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            hangUp.Cancel();
        });
        return await RunAsync(args, Composition.FromEnvironment(), hangUp.Token).ConfigureAwait(false);
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="context">Console, clock and defaults.</param>
    /// <param name="cancellationToken">Stops the command, as Ctrl-C does.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, CliContext context, CancellationToken cancellationToken)
    {
        // No response files: an argument that begins with @ is that argument.
        var parsed =
            RootCommands.Create(context).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            return UsageErrors.Write(context, ParsedCommand.Of(parsed), parsed.Errors.Select(error => error.Message));
        }

        var configuration = new InvocationConfiguration
        {
            Output = context.Output,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = context.TerminationTimeout,
        };
        return await CommandGuard.RunAsync(
            context,
            ParsedCommand.Of(parsed),
            () => parsed.InvokeAsync(configuration, cancellationToken)).ConfigureAwait(false);
    }
}
