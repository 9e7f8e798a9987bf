using Migrator.Conversion;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Pushing;

/// <summary>What a tag points to before it is written.</summary>
/// <param name="Found">The digest that the tag points to; null when there is no such tag.</param>
/// <param name="IsComplete">
/// Whether that is the artifact itself, with its referrer when one goes along. Where looks cost requests, the referrer
/// is taken for there until <see cref="WithReferrerAsync"/> has looked for it.
/// </param>
internal readonly record struct TagLook(Digest? Found, bool IsComplete)
{
    /// <summary>Whether the tag points to something else than the artifact.</summary>
    public bool IsTakenFrom(Artifact artifact) => Found is { } found && found != artifact.Descriptor.Digest;

    public static async Task<TagLook> AtAsync(
        ITarget target, Artifact artifact, string tag, CancellationToken cancellationToken)
    {
        if (await target.ResolveOrNullAsync(tag, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return default;
        }

        var complete = found.Digest == artifact.Descriptor.Digest
            && (target.Traits.LooksCost
                || await HasReferrerAsync(target, artifact, cancellationToken).ConfigureAwait(false));
        return new TagLook(found.Digest, complete);
    }

    /// <summary>Looks for the referrer too, where the look at the tag has taken it for there.</summary>
    public async Task<TagLook> WithReferrerAsync(
        ITarget target, Artifact artifact, CancellationToken cancellationToken) =>
        IsComplete && target.Traits.LooksCost
            ? this with
            {
                IsComplete = await HasReferrerAsync(target, artifact, cancellationToken).ConfigureAwait(false),
            }
            : this;

    // A list can have lost what is there, and can name what is gone: neither alone says that a restore finds it.
    private static async Task<bool> HasReferrerAsync(
        IReadOnlyTarget target, Artifact artifact, CancellationToken cancellationToken)
    {
        if (artifact.Referrer is not { } wanted)
        {
            return true;
        }

        var referrers =
            target.ListReferrersAsync(artifact.Descriptor.Digest, wanted.Descriptor.ArtifactType, cancellationToken);
        await foreach (var referrer in referrers.ConfigureAwait(false))
        {
            if (referrer.Digest == wanted.Descriptor.Digest)
            {
                return await target.ExistsAsync(wanted.Descriptor, cancellationToken).ConfigureAwait(false);
            }
        }

        return false;
    }
}
