using System.CommandLine;
using System.Runtime.InteropServices;
using Migrator.Cli.Help;
using Migrator.Cli.Output;
using Migrator.Cli.Output.Batches;
using Migrator.Engine.Batch;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;

namespace Migrator.Cli.Commands.Batches;

/// <summary><c>bindle2oci batch run</c>.</summary>
internal sealed class BatchRunCommand(CliContext context)
{
    private readonly Argument<string> _journal = new("journal") { Description = "The journal that batch plan wrote." };

    private readonly Option<string?> _folder = new("--folder")
    {
        Description = "The folder that paths of the batch file start from (default: the journal's).",
        HelpName = "DIR",
    };

    private readonly Option<string?> _shard = new("--shard")
    {
        Description = "Run only part K of N, counted from 1 or from 0, on one of N machines that each have a journal.",
        HelpName = "K/N",
    };

    private readonly Option<bool> _trust = new("--trust-journal")
    {
        Description = "Do not look at the target for what the journal calls done.",
    };

    private readonly Option<bool> _failFast = new("--fail-fast") { Description = "Stop at the first failure." };

    private readonly Option<int?> _maxErrors = Quantity.Create<int>(
        "--max-errors",
        "N",
        "Stop after so many failures.",
        (text, out value) => int.TryParse(text, out value) && value >= 1,
        "a number of 1 or more");

    private readonly Option<TimeSpan?> _maxDuration = Quantity.Create<TimeSpan>(
        "--max-duration",
        "TIME",
        "Begin no app after that, such as 36h.",
        Duration.TryParseLong,
        "a time up to a year; expected a number with s, m, h or d, such as 36h");

    private readonly Option<long?> _maxTransfer = Quantity.Create<long>(
        "--max-transfer", "SIZE", "Begin no app after so many bytes.", ByteSize.TryParse, ByteSize.Rule);

    private readonly BatchFlags _flags = new();
    private readonly OutputOptions _outputOptions = new(hasEvents: true);

    public Command Create()
    {
        var command = new CliCommand("run", "Does what the plan says. Can be stopped, killed and run again.")
        {
            _journal, _folder, _shard, _trust, _failFast, _maxErrors, _maxDuration, _maxTransfer,
        };
        _flags.AddTo(command);
        _flags.AddHealthTo(command);
        _outputOptions.AddTo(command);
        command.Examples =
        [
            "bindle2oci batch run batch.db",
            "bindle2oci batch run batch.db --shard 2/8 --max-duration 8h",
        ];
        command.SetAction((parsed, stop) => BatchGuard.RunAsync(context, parsed, () => RunAsync(parsed, stop)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        context.AllowGrace(Composition.DrainTime + Composition.BatchLeaveTime);
        var report = _outputOptions.ReportFor(parsed, context);
        var shard = ShardOf(parsed);
        var journal = BatchJournal.Open(parsed.GetRequiredValue(_journal));
        await using (journal.ConfigureAwait(false))
        {
            var file = journal.ReadBatch();
            using var session = _flags.SessionFor(parsed, context, file, report, journal.Uploads);
            var folder = BatchFlags.FolderOf(parsed.GetValue(_folder), journal.Path);
            var places = _flags.PlacesOf(parsed, context, file, folder, session, report);
            var run = new BatchRun(journal, places, context.Clock);
            var options = new BatchRunOptions
            {
                Drain = stop,
                Shard = shard,
                TrustJournal = parsed.GetValue(_trust),
                Limits = LimitsOf(parsed, file.Limits),
                Flags = _flags.WordsOf(parsed),
            };
            var goOn = RetryCommand.Run(
                journal.Plan, parsed.GetRequiredValue(_journal), shard, Path.GetFullPath(folder),
                RetryCommand.Flags(options.Flags));
            using var told = stop.Register(() => report.Notice(
                "Stopping: what has begun is ended, for at most "
                + $"{Duration.Format(Composition.DrainTime)}, and then left within "
                + $"{Duration.Format(Composition.BatchLeaveTime)}; Ctrl-C again leaves at once. Go on with: {goOn}"));
            var ended = await FollowAsync(report, run, options).ConfigureAwait(false);
            var why = RetryCommand.Report(parsed.GetRequiredValue(_journal));
            return RunReport.Write(context, report, ended, goOn, why);
        }
    }

    // The first Ctrl-C drains, through the command's own token, for a while; the second leaves at once.
    private async Task<RunEnded> FollowAsync(Report report, BatchRun run, BatchRunOptions options)
    {
        using var leave = new CancellationTokenSource(Timeout.InfiniteTimeSpan, context.Clock);
        using var late = options.Drain.Register(() => leave.CancelAfter(Composition.DrainTime));
        using var second = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
        {
            if (options.Drain.IsCancellationRequested)
            {
                leave.Cancel();
            }
        });
        var display = new RunDisplay(context, report, run);
        return await display.FollowAsync(run.RunAsync(options, leave.Token)).ConfigureAwait(false);
    }

    private Shard ShardOf(ParseResult parsed) => parsed.GetValue(_shard) is not { } text ? Shard.Whole
        : Shard.TryParse(text, out var shard) ? shard
        : throw new UsageException($"'{text}' is not a part; expected K/N with K from 1 to N, such as 2/8.");

    private BatchLimits LimitsOf(ParseResult parsed, BatchLimits limits) => limits with
    {
        FailFast = limits.FailFast || parsed.GetValue(_failFast),
        MaxErrors = parsed.GetValue(_maxErrors) ?? limits.MaxErrors,
        MaxDuration = parsed.GetValue(_maxDuration) ?? limits.MaxDuration,
        MaxTransfer = parsed.GetValue(_maxTransfer) ?? limits.MaxTransfer,
    };
}
