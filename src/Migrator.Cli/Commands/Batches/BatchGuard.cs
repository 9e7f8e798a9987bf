using System.CommandLine;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Cli.Output;
using Migrator.Cli.Output.Batches;
using Migrator.Cloud.Login;
using Migrator.Engine.Batch;
using Migrator.Engine.Deploying;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;

namespace Migrator.Cli.Commands.Batches;

/// <summary>What batches throw, as one line, a JSON document where one is asked for, and an exit code.</summary>
internal static class BatchGuard
{
    public static async Task<int> RunAsync(CliContext context, ParseResult parsed, Func<Task<int>> command)
    {
        try
        {
            return await command().ConfigureAwait(false);
        }
        catch (JournalException failure) when (failure.Failure == JournalFailure.GivenTwice)
        {
            throw new UsageException(failure.Message);
        }
        catch (JournalException failure)
        {
            var finding = BatchFindings.JournalUnusable.Of("journal", failure.Message, failure.Path);
            return Tell(context, parsed, finding, ExitCode.Journal);
        }
        catch (LoginException failure)
        {
            var finding = DeployFindings.CloudDenied.Of("login", failure.Message);
            return Tell(context, parsed, finding, ExitCode.Credentials);
        }
        catch (BindleSourceException failure)
        {
            var (kind, code) = failure.Failure switch
            {
                SourceFailure.Credentials => (JobFindings.SourceDenied, ExitCode.Credentials),
                SourceFailure.Temporary => (JobFindings.SourceUnavailable, ExitCode.Temporary),
                _ => (JobFindings.SourceUnusable, ExitCode.Source),
            };
            return Tell(context, parsed, kind.Of("source", failure.Message, failure.Place), code);
        }
    }

    private static int Tell(CliContext context, ParseResult parsed, Finding finding, int code)
    {
        context.Error.WriteLine($"bindle2oci: {PlainText.Of(MessageText.Line(finding.Message))}");
        if (ParsedCommand.Of(parsed) is { IsJson: true, Name: { } command })
        {
            JsonDocumentText.Write(context.Output, json =>
            {
                BatchJson.Head(json, command, code);
                FindingJson.Write(json, [finding]);
            });
        }

        return code;
    }
}
