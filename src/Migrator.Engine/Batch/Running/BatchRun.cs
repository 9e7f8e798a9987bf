using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Migrator.Bindle.Sources;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Journal;
using Migrator.Engine.Pipeline;

namespace Migrator.Engine.Batch.Running;

/// <summary>
/// Runs a plan: many apps at once, spread over repositories, each by the same pipeline as a single one. It can be
/// stopped, killed and started again; what is done is in the journal, and is not done twice.
/// </summary>
/// <param name="journal">The plan, and what was done of it.</param>
/// <param name="places">How sources and targets are reached.</param>
/// <param name="clock">The time.</param>
public sealed class BatchRun(BatchJournal journal, BatchPlaces places, TimeProvider clock)
{
    private const int EventsAhead = 1_024;
    private RunCounters? _counters;

    /// <summary>How far the run is now; may be asked at any time by any thread.</summary>
    public BatchProgress Progress => _counters?.Snapshot() ?? new BatchProgress();

    /// <summary>Runs what is open.</summary>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">
    /// Leaves at once: apps that had begun are tried again by the next run. <see cref="BatchRunOptions.Drain"/> ends
    /// them well.
    /// </param>
    /// <returns>What happens, as it happens; the last is a <see cref="RunEnded"/>.</returns>
    /// <exception cref="JournalException">The journal cannot be written; nothing more is begun.</exception>
    /// <exception cref="BindleSourceException">The keyring cannot be read.</exception>
    /// <exception cref="OperationCanceledException">
    /// The run was told to leave at once; after its <see cref="RunEnded"/>, where it had begun.
    /// </exception>
    public async IAsyncEnumerable<BatchEvent> RunAsync(
        BatchRunOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var events = Channel.CreateBounded<BatchEvent>(EventsAhead);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = WorkAsync(options, events.Writer, leaving.Token);
        try
        {
            // Ends with the work, which is awaited below: its failure is told there.
            await foreach (var happened in events.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return happened;
            }
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
            await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var ended = await work.ConfigureAwait(false);
        yield return ended;
        if (ended.Ending == RunEnding.Cancelled)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private async Task<RunEnded> WorkAsync(
        BatchRunOptions options, ChannelWriter<BatchEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(options, events, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            events.TryComplete();
        }
    }

    private async Task<RunEnded> RunAsync(
        BatchRunOptions options, ChannelWriter<BatchEvent> events, CancellationToken cancellationToken)
    {
        var file = journal.ReadBatch();
        var policy = await TrustReader.ReadAsync(file, places, cancellationToken).ConfigureAwait(false);
        var counters = _counters = new RunCounters(clock);
        var deployment = AppDeployment.OfOrNull(file, places, clock, counters);
        var shelf = new SourceShelf(file, places);
        await using (shelf.ConfigureAwait(false))
        {
            var pipeline = new MigrationPipeline(clock, counters);
            var tools = new RunTools(clock, counters, pipeline, deployment, shelf, policy);
            var passes = new RunPasses(file, places, journal, options, tools, events);
            return await RunAsync(passes, options, counters, cancellationToken).ConfigureAwait(false);
        }
    }

    // The journal's own has no name: it is another one on the machine that the journal is carried to.
    private string FolderOf()
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(places.Folder));
        return folder.Equals(Path.GetDirectoryName(journal.Path), StringComparison.Ordinal) ? "" : folder;
    }

    private async Task<RunEnded> RunAsync(
        RunPasses passes, BatchRunOptions options, RunCounters counters, CancellationToken cancellationToken)
    {
        var run = await journal.BeginRunAsync(clock.GetUtcNow(), options.Shard, FolderOf(), options.Flags)
            .ConfigureAwait(false);
        var ending = await EndingOfAsync(passes, run, cancellationToken).ConfigureAwait(false);
        await journal.EndRunAsync(run, clock.GetUtcNow(), ending).ConfigureAwait(false);
        using var open = journal.Read(options.Shard, AppState.Waiting, AppState.Begun, AppState.Failed);
        using var refused = journal.Read(options.Shard, AppState.Refused);
        return new RunEnded(clock.GetUtcNow(), ending, counters.Snapshot(), open.Count())
        {
            Refused = refused.Count(),
        };
    }

    private static async Task<RunEnding> EndingOfAsync(
        RunPasses passes, long run, CancellationToken cancellationToken)
    {
        try
        {
            return await passes.RunAsync(run, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return RunEnding.Cancelled;
        }
    }
}
