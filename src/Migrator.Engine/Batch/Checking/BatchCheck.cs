using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Checking;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;
using Migrator.Engine.Pipeline;
using Migrator.Oci.Model;
using Migrator.Oci.References;

namespace Migrator.Engine.Batch.Checking;

/// <summary>
/// Reads again what a batch brought to its targets: of every app that the journal calls done, each parcel and each
/// blob, and holds the artifact against the bindle. Writes nothing, to the journal neither.
/// </summary>
/// <param name="journals">The journal, or the copies of it that machines ran; the caller disposes them.</param>
/// <param name="places">How sources and targets are reached.</param>
/// <param name="clock">The time.</param>
public sealed class BatchCheck(JournalViews journals, BatchPlaces places, TimeProvider clock)
{
    private const int ResultsAhead = 64;

    /// <summary>How many apps there are to check: those that the journals call done, or found at the target.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public long Count() => journals.Apps().LongCount(IsThere);

    /// <summary>Checks them, as many at once as the batch file lets run.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The apps as they are done, in no order.</returns>
    /// <exception cref="InvalidOperationException">
    /// The batch deploys; what the cloud's registry holds cannot be read back.
    /// </exception>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    /// <exception cref="BindleSourceException">The keyring cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async IAsyncEnumerable<AppChecked> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = journals.ReadBatch();
        if (file.Deploy is not null)
        {
            throw new InvalidOperationException("The batch deploys; a cloud's registry lets nobody read.");
        }

        var results = Channel.CreateBounded<AppChecked>(ResultsAhead);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = WorkAsync(file, results.Writer, leaving.Token);
        try
        {
            // Ends with the work, which is awaited below: its failure is told there.
            await foreach (var result in results.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return result;
            }
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await work.ConfigureAwait(false);
    }

    private static bool IsThere(RecordedApp entry) => entry.App.State is AppState.Done or AppState.AlreadyThere;

    private async Task WorkAsync(
        BatchFile file, ChannelWriter<AppChecked> results, CancellationToken cancellationToken)
    {
        try
        {
            var policy = await TrustReader.ReadAsync(file, places, cancellationToken).ConfigureAwait(false);
            var shelf = new SourceShelf(file, places);
            await using (shelf.ConfigureAwait(false))
            {
                await Parallel.ForEachAsync(
                    journals.Apps().Where(IsThere),
                    new ParallelOptions
                    {
                        MaxDegreeOfParallelism = file.Limits.Apps,
                        CancellationToken = cancellationToken,
                    },
                    async (entry, stop) =>
                    {
                        var seen = await CheckAsync(entry, shelf, policy, file.OnConflict, stop).ConfigureAwait(false);
                        await results.WriteAsync(seen, stop).ConfigureAwait(false);
                    }).ConfigureAwait(false);
            }
        }
        finally
        {
            results.TryComplete();
        }
    }

    private async Task<AppChecked> CheckAsync(
        RecordedApp entry,
        SourceShelf shelf,
        VerificationPolicy policy,
        ConflictPolicy onConflict,
        CancellationToken cancellationToken)
    {
        var app = entry.App;
        var reference = TargetReference.Parse(app.Repository!) with { Tag = app.Tag };
        var request = new CheckRequest
        {
            OpenSource = stop => shelf.OpenAsync(app.Source, app.Place, stop),
            Id = app.Id,
            OpenTarget = stop => places.ReadAsync(reference, stop),
            Reference = app.Tag,
            Policy = policy,
        };
        var outcome = await CheckAsync(request, cancellationToken).ConfigureAwait(false);
        return new AppChecked(clock.GetUtcNow(), app, HoldAgainstJournal(entry, outcome, onConflict));
    }

    // One bindle that meets a fault of ours must not keep the others from being checked.
    private async Task<CheckOutcome> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await new BindleCheck(clock, NoObserver.Instance).RunAsync(request, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception failure) when (JobFault.IsOurs(failure))
        {
            var fault = JobFault.Unexpected(failure);
            return new CheckOutcome { Status = fault.Status, Id = request.Id, Findings = [fault.Finding] };
        }
    }

    // Another artifact may be of the same bindle, and still not be the one that the report tells of; and an artifact
    // alone may be all that one needs to run the app, and cannot give the bindle back. Nothing is said of a list that
    // was not read: why it was not is a finding already.
    private static CheckOutcome HoldAgainstJournal(
        RecordedApp entry, CheckOutcome outcome, ConflictPolicy onConflict) => outcome.Audit switch
        {
            { Digest: { } found } when found.ToString() != entry.App.Manifest =>
                Mismatch(outcome, Moved(entry.App, found, onConflict)),
            { Referrers: { } listed } audit when entry.Referrer is { } referrer
                && !listed.Any(found => found.ToString() == referrer) =>
                Mismatch(outcome, WithoutReferrer(entry.App, referrer, audit.Referrer)),
            _ => outcome,
        };

    private static CheckOutcome Mismatch(CheckOutcome outcome, Finding finding) => outcome with
    {
        Status = outcome.Status == JobStatus.Done ? JobStatus.Mismatch : outcome.Status,
        Findings = outcome.Findings.Add(finding),
    };

    private static Finding Moved(PlannedApp app, Digest found, ConflictPolicy onConflict) => BatchFindings.Moved.Of(
        $"tag {app.Tag}",
        $"{app.Reference} points to {found}, and the journal tells of {app.Manifest}: it was moved since. "
        + (onConflict == ConflictPolicy.Overwrite
            ? "Run the batch again to put it back."
            : "A run leaves it so: remove the tag and run the batch again, or plan it again with "
                + "conflict = \"overwrite\"."),
        app.Repository);

    private static Finding WithoutReferrer(PlannedApp app, string referrer, Digest? other) =>
        BatchFindings.ReferrerMissing.Of(
            $"tag {app.Tag}",
            $"The whole bindle {referrer} that the journal tells of is not among the referrers of {app.Reference} "
            + "that can be read, "
            + (other is null ? "so it cannot be restored from there. " : $"and {other} is. ")
            + "A run that goes on looks at the tag alone: plan the batch again (--replace) and run it, which adds it.",
            app.Repository);
}
