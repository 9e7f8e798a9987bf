using Migrator.Cli.Output;
using Migrator.Cloud.Deployment;

namespace Migrator.Cli.Commands;

/// <summary>
/// Turns what a command throws into one line and an exit code; no input ends in a stack trace. For a fault of ours
/// <c>--verbose</c> adds what is needed to find it.
/// </summary>
internal static class CommandGuard
{
    private const int MaxFrames = 12;

    public static async Task<int> RunAsync(CliContext context, ParsedCommand parsed, Func<Task<int>> command)
    {
        try
        {
            return await command().ConfigureAwait(false);
        }
        catch (UsageException exception)
        {
            return UsageErrors.Write(context, parsed, exception);
        }
        catch (DeploymentStoppedException stopped)
        {
            context.Error.WriteLine($"bindle2oci: stopped. {PlainText.Of(stopped.Message)}");
            return ExitCode.Cancelled;
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine(
                "bindle2oci: stopped. No tag points to anything half-done; run the same command to go on.");
            return ExitCode.Cancelled;
        }
        catch (OutputException exception)
        {
            context.Error.WriteLine($"bindle2oci: {PlainText.Of(exception.Message)}");
            return ExitCode.Temporary;
        }
        catch (Exception exception)
        {
            context.Error.WriteLine(
                $"bindle2oci: unexpected failure: {PlainText.Of(exception.Message)} This is a fault of bindle2oci "
                + $"{BuildInfo.Version}: report it with {WhatToSend(parsed)}, the command line, and the invoice if you "
                + "can.");
            if (parsed.IsVerbose)
            {
                WriteTrace(exception, context.Error);
            }

            return ExitCode.Unexpected;
        }
    }

    private static string WhatToSend(ParsedCommand parsed) =>
        parsed.IsVerbose ? "these lines" : "the lines that the same command writes with --verbose";

    // Types and methods alone: messages below may quote what is nobody's business.
    private static void WriteTrace(Exception exception, TextWriter error)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            error.WriteLine($"  {cause.GetType().FullName}");
            foreach (var frame in FramesOf(cause))
            {
                error.WriteLine($"    {PlainText.Of(frame)}");
            }
        }
    }

    private static IEnumerable<string> FramesOf(Exception exception) => (exception.StackTrace ?? "")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(WithoutFile)
        .Take(MaxFrames);

    private static string WithoutFile(string frame)
    {
        var at = frame.IndexOf(" in ", StringComparison.Ordinal);
        return at < 0 ? frame : frame[..at];
    }
}
