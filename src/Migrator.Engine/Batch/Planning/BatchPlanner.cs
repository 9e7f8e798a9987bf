using System.Collections.Immutable;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;
using Migrator.Engine.Pipeline;
using Migrator.Oci.References;

namespace Migrator.Engine.Batch.Planning;

/// <summary>
/// Plans a batch: lists its sources, looks at every bindle and at its tag, says what would happen, and writes it into a
/// journal for a run. Nothing is written to any target.
/// </summary>
/// <param name="places">How sources and targets are reached.</param>
/// <param name="clock">The time.</param>
public sealed class BatchPlanner(BatchPlaces places, TimeProvider clock)
{
    private const int PageSize = 256;

    /// <summary>Makes a plan. Memory does not grow with the number of bindles.</summary>
    /// <param name="file">The batch.</param>
    /// <param name="journal">The path of the journal, which appears when the plan is complete.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops the planning; no journal appears.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="BindleSourceException">A source cannot be listed, or the keyring cannot be used.</exception>
    /// <exception cref="JournalException">
    /// The journal cannot be written, is in use, or has runs in it that would be lost.
    /// </exception>
    public async Task<BatchPlan> PlanAsync(
        BatchFile file, string journal, PlanOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(options);
        var path = JournalName.Real(journal);
        using var held = JournalLock.Take(path);
        RequireReplaceable(path, options.Replace);
        var policy = await TrustReader.ReadAsync(file, places, cancellationToken).ConfigureAwait(false);
        var deployment = AppDeployment.OfOrNull(file, places, clock, NoObserver.Instance);
        using var draft = PlanDraft.Begin(path);
        var shelf = new SourceShelf(file, places);
        await using (shelf.ConfigureAwait(false))
        {
            var unmet = new UnmetParts(file, policy.Signatures?.Keyring);
            var (listed, notes) =
                await ListAsync(file, draft, shelf, unmet, options, cancellationToken).ConfigureAwait(false);
            draft.MarkCollisions(asOneApp: false, DescribeCollision);
            var times = new LookClock(clock);
            var cloud = deployment is null ? null : new CloudLook(deployment, policy, times);
            var look = new AppLook(file, places, shelf, policy, times, cloud);
            await LookAsync(file, draft, look, listed, options, cancellationToken).ConfigureAwait(false);
            if (deployment is not null)
            {
                // Which app a bindle is stands in its manifest, and so is known only now.
                draft.MarkCollisions(asOneApp: true, DescribeOneApp);
            }
            else if (file.Selection.Latest)
            {
                // Another version than the one that was listed may have come into the plan.
                draft.MarkCollisions(asOneApp: false, DescribeCollision);
            }

            return draft.Seal(path, new PlanFacts(file, clock.GetUtcNow(), times.Average, notes)
            {
                Flags = options.Flags,
                Warnings = unmet.Warnings(),
            });
        }
    }

    private static void RequireReplaceable(string path, bool replace)
    {
        if (!File.Exists(path) || (replace && JournalFile.IsOne(path)))
        {
            return;
        }

        using var view = JournalView.Open(path);
        if (view.Runs().Count > 0)
        {
            throw new JournalException(
                path,
                JournalFailure.Present,
                $"The journal '{path}' has runs in it. Go on with batch run, give another path, or allow it to be "
                + "replaced (--replace).");
        }
    }

    private static async Task<(long Listed, ImmutableArray<string> Notes)> ListAsync(
        BatchFile file,
        PlanDraft draft,
        SourceShelf shelf,
        UnmetParts unmet,
        PlanOptions options,
        CancellationToken cancellationToken)
    {
        var listed = 0L;
        var notes = new SortedSet<string>(StringComparer.Ordinal);
        var listing = new BatchListing(file, shelf);
        await foreach (var bindle in listing.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (bindle.Entry is { Id: null, Findings: var told } && !told.Any(finding => finding.IsError))
            {
                notes.UnionWith(told.Select(finding => finding.Message));
                continue;
            }

            unmet.Meet(bindle);
            Choose(file, draft, bindle);
            options.Progress?.Report(new PlanProgress(++listed, 0, 0));
        }

        notes.UnionWith(shelf.PassedOver);
        return (listed, [.. notes]);
    }

    private static void Choose(BatchFile file, PlanDraft draft, ListedBindle bindle)
    {
        if (bindle.Entry.Id is { } id && file.Selection.Judge(id, bindle.Entry.Yanked) is { } left)
        {
            draft.Leave(left);
        }
        else
        {
            draft.Add(CandidateOf(file, bindle), file.Selection.Latest);
        }
    }

    private static PlanCandidate CandidateOf(BatchFile file, ListedBindle bindle)
    {
        var findings = bindle.Entry.Findings;
        if (bindle.Entry.Id is not { } id)
        {
            return new PlanCandidate(bindle.Source, bindle.Place, null, null, PlanClass.Invalid, findings);
        }

        try
        {
            var reference = file.Target?.For(id, file.Sources[bindle.Source].Team);
            return new PlanCandidate(bindle.Source, bindle.Place, id, reference, Class: null, []);
        }
        catch (FormatException fault)
        {
            var finding = BatchFindings.NoReference.Of("reference", fault.Message, bindle.Place);
            return new PlanCandidate(bindle.Source, bindle.Place, id, null, PlanClass.Invalid, [finding]);
        }
    }

    private static Finding DescribeCollision(string facts) => BatchFindings.Collision.Of(
        "reference", $"{facts}. Give them different teams or templates, or leave all but one out with except.");

    private static Finding DescribeOneApp(string facts) => BatchFindings.Collision.Of(
        "app", $"{facts}. Take the latest of each name (select), or leave all but one out with except.");

    private static async Task LookAsync(
        BatchFile file,
        PlanDraft draft,
        AppLook look,
        long listed,
        PlanOptions options,
        CancellationToken cancellationToken)
    {
        var (chosen, looked) = (draft.Count, 0L);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Looks,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(Pages(draft), parallel, async (app, stop) =>
        {
            await LookAsync(file, draft, look, app, stop).ConfigureAwait(false);
            options.Progress?.Report(new PlanProgress(listed, Interlocked.Increment(ref looked), chosen));
        }).ConfigureAwait(false);
    }

    private static async Task LookAsync(
        BatchFile file, PlanDraft draft, AppLook look, PlannedApp app, CancellationToken cancellationToken)
    {
        for (var next = app; next is not null;)
        {
            var (entry, left) = await look.LookAsync(next, cancellationToken).ConfigureAwait(false);
            if (left is { } reason)
            {
                next = draft.Remove(next.Number, reason);
                continue;
            }

            draft.Record(next.Number, entry!, IsToMigrate(entry!.Class, file.OnConflict));
            return;
        }
    }

    private static bool IsToMigrate(PlanClass kind, ConflictPolicy onConflict) =>
        kind is PlanClass.Migrate or PlanClass.Unreachable
        || (kind == PlanClass.Conflict && onConflict == ConflictPolicy.Overwrite);

    private static IEnumerable<PlannedApp> Pages(PlanDraft draft)
    {
        var last = 0L;
        while (draft.Page(last, PageSize) is { Length: > 0 } page)
        {
            foreach (var app in page)
            {
                yield return app;
            }

            last = page[^1].Number;
        }
    }
}
