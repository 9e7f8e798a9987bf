using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Pushing;

/// <summary>
/// The tag that a job is about to set: what it points to before, and whether the job may have it. It is looked at
/// before anything is sent, and once more right before it is set, since others may have moved it in between.
/// </summary>
internal sealed class TagClaim(JobLog log, ConflictPolicy policy, ITarget target, Artifact artifact, string tag)
{
    // No registry sets a tag only if it still points where it did, so a second look cannot close the gap but narrow
    // it. Where looks cost requests, a look as young as this one is as good as another.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);
    private long _lookedAt;

    /// <summary>What to do when the job is refused because of the tag.</summary>
    public required string Advice { get; init; }

    /// <summary>The tag.</summary>
    public string Tag => tag;

    /// <summary>How the job ends because of the tag; null while it may go on.</summary>
    public JobStatus? Refusal { get; private set; }

    /// <summary>Looks at the tag, and judges what it points to.</summary>
    public async Task<TagLook> LookAsync(CancellationToken cancellationToken)
    {
        var look = await TagLook.AtAsync(target, artifact, tag, cancellationToken).ConfigureAwait(false);
        _lookedAt = log.Clock.GetTimestamp();
        Judge(look);
        return look;
    }

    /// <summary>
    /// Looks once more when the last look is no longer fresh; false when the tag is another's by now.
    /// </summary>
    public async Task<bool> StandsAsync(CancellationToken cancellationToken)
    {
        var isFresh = target.Traits.LooksCost && log.Clock.GetElapsedTime(_lookedAt) < Freshness;

        // A tag that may be overwritten may be so whoever set it.
        if (!isFresh && policy != ConflictPolicy.Overwrite)
        {
            await LookAsync(cancellationToken).ConfigureAwait(false);
        }

        return Refusal is null;
    }

    private void Judge(TagLook look)
    {
        if (!look.IsTakenFrom(artifact))
        {
            return;
        }

        var (refusal, kind, advice) = policy switch
        {
            ConflictPolicy.Fail => (JobStatus.TargetRefused, PushFindings.TagTaken, Advice),
            ConflictPolicy.Skip => (JobStatus.Skipped, PushFindings.TagKept, "It stays so, as asked."),
            ConflictPolicy.Overwrite => (default(JobStatus?), PushFindings.TagMoved, "It is moved, as asked."),
            _ => throw new InvalidOperationException($"There is no policy {policy}."),
        };
        Refusal = refusal;
        log.Add(kind.Of(
            $"tag {tag}",
            $"The tag {tag} of {target.Description} points to {look.Found}; "
                + $"this bindle makes {artifact.Descriptor.Digest}. {advice}",
            target.Description));
    }
}
