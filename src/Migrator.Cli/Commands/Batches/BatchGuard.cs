using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Cli.Output;
using Migrator.Cloud.Login;
using Migrator.Engine.Journal;

namespace Migrator.Cli.Commands.Batches;

/// <summary>What batches throw, as one line and an exit code.</summary>
internal static class BatchGuard
{
    public static async Task<int> RunAsync(CliContext context, Func<Task<int>> command)
    {
        try
        {
            return await command().ConfigureAwait(false);
        }
        catch (JournalException failure)
        {
            return Tell(
                context,
                failure.Message,
                failure.Failure == JournalFailure.GivenTwice ? ExitCode.Usage : ExitCode.Journal);
        }
        catch (LoginException failure)
        {
            return Tell(context, failure.Message, ExitCode.Credentials);
        }
        catch (BindleSourceException failure)
        {
            return Tell(context, failure.Message, failure.Failure switch
            {
                SourceFailure.Credentials => ExitCode.Credentials,
                SourceFailure.Temporary => ExitCode.Temporary,
                _ => ExitCode.Source,
            });
        }
    }

    private static int Tell(CliContext context, string message, int code)
    {
        context.Error.WriteLine($"bindle2oci: {PlainText.Of(MessageText.Line(message))}");
        return code;
    }
}
