using Migrator.Cli.Output;

namespace Migrator.Cli.Commands;

/// <summary>Turns what a command throws into one line and an exit code; no input ends in a stack trace.</summary>
internal static class CommandGuard
{
    public static async Task<int> RunAsync(CliContext context, Func<Task<int>> command)
    {
        try
        {
            return await command().ConfigureAwait(false);
        }
        catch (UsageException exception)
        {
            return UsageErrors.Write(exception, context.Error);
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine(
                "bindle2oci: stopped. Nothing half-done is visible; run the same command to go on.");
            return ExitCode.Cancelled;
        }
        catch (Exception exception)
        {
            context.Error.WriteLine(
                $"bindle2oci: unexpected failure: {PlainText.Of(exception.Message)} This is a fault of bindle2oci "
                + $"{BuildInfo.Version}: report it with this line, the command line, and the invoice if you can.");
            return ExitCode.Unexpected;
        }
    }
}
