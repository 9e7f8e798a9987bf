using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pushing;

namespace Migrator.Engine.Pipeline;

/// <summary>One job: which bindle, from where, to where, and how.</summary>
public sealed record MigrationRequest
{
    /// <summary>Opens the source.</summary>
    public required SourceOpener OpenSource { get; init; }

    /// <summary>Which bindle; null for the only one of a source that holds one.</summary>
    public BindleId? Id { get; init; }

    /// <summary>Where the artifact goes.</summary>
    public required MigrationTarget Target { get; init; }

    /// <summary>What a bindle may be like and still be taken.</summary>
    public VerificationPolicy Policy { get; init; } = new();

    /// <summary>How the bindle is converted.</summary>
    public ConversionOptions Conversion { get; init; } = new();

    /// <summary>What becomes of a tag that points to another digest. Default: the job is refused.</summary>
    public ConflictPolicy OnConflict { get; init; }

    /// <summary>
    /// Whether everything is pushed again although the tag points to the artifact already, which brings back what the
    /// target has lost, and adds a referrer that is missing. Tags of other digests are <see cref="OnConflict"/>'s.
    /// Default: no.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>
    /// Whether the manifest is read back once its tag is set. Without, the answers to writing are trusted, and an
    /// artifact without a referrer is written under its tag at once: one request fewer, or two. Default: yes.
    /// </summary>
    public bool ReadsBack { get; init; } = true;

    /// <summary>
    /// Whether a tag that points to the artifact is taken for enough only when the referrer is there too; in a registry
    /// that costs requests. A referrer that is missing is pushed. Default: no, the tag is enough there.
    /// </summary>
    internal bool LooksForReferrer { get; init; }

    /// <summary>
    /// Adds up what the one job of this request sends, for who asks also when it was stopped and has no outcome; null
    /// for one of the job's own.
    /// </summary>
    internal PushTally? Tally { get; init; }

    /// <summary>
    /// Says why a bindle is left alone that was read and judged, whatever else is wrong with it; null when it is not.
    /// That is all the job finds then, and it is skipped. Default: null, none is.
    /// </summary>
    internal Func<VerificationOutcome, Finding?>? LeavesAlone { get; init; }

    /// <summary>Whether to stop before the first write. Default: no.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// The digest of the manifest that a plan was made for; another one is refused before anything is sent. Default:
    /// null, there is no plan.
    /// </summary>
    public string? Planned { get; init; }

    /// <summary>The digest of the whole bindle that the plan has go along; null when it says nothing of it.</summary>
    internal string? PlannedReferrer { get; init; }

    /// <summary>What to do about a tag that is another's, when the job is refused for it.</summary>
    internal string TagAdvice { get; init; } =
        "Give another tag, or say what to do with this one (--on-conflict skip or overwrite).";

    /// <summary>How many blobs are pushed at once, 1 to 64. Default: 4.</summary>
    public int Parallelism { get; init; } = 4;
}
