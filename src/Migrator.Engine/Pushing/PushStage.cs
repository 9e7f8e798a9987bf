using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Pushing;

/// <summary>
/// Sends an artifact to a target so that nothing half-done is ever visible: blobs, manifest, referrer, and the tag
/// last; then reads it back.
/// </summary>
/// <param name="log">What the job has found.</param>
/// <param name="invoice">The bindle's invoice.</param>
/// <param name="place">Where the bindle lies, for messages.</param>
/// <param name="tally">What was sent and found so far, also when the push fails midway or is stopped.</param>
internal sealed class PushStage(JobLog log, Invoice invoice, string place, PushTally tally)
{
    /// <summary>
    /// Whether what was pushed is read back. Without, a manifest that nothing goes along with is written once, by tag.
    /// </summary>
    public bool ReadsBack { get; init; } = true;

    /// <summary>The blobs of an artifact and its referrer, each digest once.</summary>
    public static ImmutableArray<ArtifactBlob> BlobsOf(Artifact artifact) =>
        [.. artifact.Blobs.Concat(artifact.Referrer?.Blobs ?? []).DistinctBy(blob => blob.Descriptor.Digest)];

    /// <summary>
    /// Fails when a manifest, the referrer's too, is not one that the target takes; called before anything is sent.
    /// </summary>
    /// <exception cref="TargetException">It is not.</exception>
    public static void RequireFit(ITarget target, Artifact artifact)
    {
        target.RequireFit(artifact.Descriptor, artifact.ManifestBytes);
        if (artifact.Referrer is { } referrer)
        {
            target.RequireFit(referrer.Descriptor, referrer.ManifestBytes);
        }
    }

    /// <summary>What a push would send; writes nothing.</summary>
    public static async Task<PushCounts> PlanAsync(
        ITarget target, Artifact artifact, CancellationToken cancellationToken)
    {
        var tally = new PushTally();
        foreach (var blob in BlobsOf(artifact).Select(blob => blob.Descriptor))
        {
            var there = !target.Traits.IsPushOnly
                && await target.ExistsAsync(blob, cancellationToken).ConfigureAwait(false);
            tally.Add(blob, there ? PushResult.AlreadyThere : PushResult.Pushed);
        }

        return tally.Counts;
    }

    /// <summary>What a push comes to that found everything there.</summary>
    public static PushCounts AllThere(Artifact artifact)
    {
        var tally = new PushTally();
        foreach (var blob in BlobsOf(artifact))
        {
            tally.Add(blob.Descriptor, PushResult.AlreadyThere);
        }

        return tally.Counts;
    }

    /// <summary>
    /// Pushes; null when bytes of the source are not what the invoice says, with a finding for each parcel, or when the
    /// tag has become another's.
    /// </summary>
    /// <exception cref="TargetException">The target failed.</exception>
    public async Task<PushedArtifact?> PushAsync(
        ITarget target, Artifact artifact, TagClaim claim, int parallelism, CancellationToken cancellationToken)
    {
        if (!await PushBlobsAsync(target, artifact, parallelism, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var isOneWrite = !ReadsBack && artifact.Referrer is null;
        if (!isOneWrite)
        {
            await PushManifestsAsync(target, artifact, cancellationToken).ConfigureAwait(false);
        }

        if (!await claim.StandsAsync(cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        await (isOneWrite
            ? target.PushTaggedAsync(artifact.Descriptor, artifact.ManifestBytes, claim.Tag, cancellationToken)
            : target.TagAsync(artifact.Descriptor, claim.Tag, cancellationToken)).ConfigureAwait(false);
        await ReadBackAsync(target, artifact, claim.Tag, cancellationToken).ConfigureAwait(false);
        return new PushedArtifact(artifact, claim.Tag);
    }

    /// <summary>Pushes the blobs alone; false when bytes of the source are not what the invoice says.</summary>
    /// <exception cref="TargetException">The target failed.</exception>
    public async Task<bool> PushBlobsAsync(
        ITarget target, Artifact artifact, int parallelism, CancellationToken cancellationToken)
    {
        var blobs = BlobsOf(artifact);
        log.Observer.PushStarted(blobs.Length, blobs.Sum(blob => blob.Descriptor.Size));
        var damaged = 0;
        var order = new PushOrder(blobs, parallelism);
        var options =
            new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(order.Lanes, options, async (lane, stop) =>
        {
            while (!stop.IsCancellationRequested && order.NextOrNull(lane) is { } blob)
            {
                if (!await PushBlobAsync(target, blob, stop).ConfigureAwait(false))
                {
                    Interlocked.Increment(ref damaged);
                }
            }
        }).ConfigureAwait(false);
        return damaged == 0;
    }

    private static async Task PushManifestsAsync(
        ITarget target, Artifact artifact, CancellationToken cancellationToken)
    {
        await target.PushManifestAsync(
            artifact.Descriptor, artifact.ManifestBytes, cancellationToken).ConfigureAwait(false);
        if (artifact.Referrer is { } referrer)
        {
            await target.PushManifestAsync(
                referrer.Descriptor, referrer.ManifestBytes, cancellationToken).ConfigureAwait(false);
        }
    }

    // A damaged parcel does not stop its neighbours: one run tells all of them.
    private async Task<bool> PushBlobAsync(
        ITarget target, ArtifactBlob blob, CancellationToken cancellationToken)
    {
        ObservedStream? stream = null;
        try
        {
            var result =
                await PushOnceMoreAsync(target, blob.Descriptor, OpenAsync, cancellationToken).ConfigureAwait(false);
            tally.Add(blob.Descriptor, result);
            log.Observer.BlobPushed(blob.Descriptor, result);
            JudgeHead(blob.Descriptor, result == PushResult.Pushed ? stream : null);
            return true;
        }
        catch (BlobMismatchException mismatch) when (!mismatch.IsOfTarget)
        {
            log.Add(VerifyFindings.DigestDiffers.Of(SubjectOf(blob.Descriptor), DescribeMismatch(mismatch), place));
            return false;
        }
        catch (BindleSourceException failure) when (failure.Failure == SourceFailure.Unusable)
        {
            log.Add(JobFindings.SourceUnusable.Of(SubjectOf(blob.Descriptor), failure.Message, failure.Place));
            return false;
        }

        async ValueTask<Stream> OpenAsync(CancellationToken stop)
        {
            var inner = await blob.Open(stop).ConfigureAwait(false);
            stream = new ObservedStream(inner, count => log.Observer.BytesRead(blob.Descriptor, count));
            return stream;
        }
    }

    // Bytes too few or too many can be a connection's doing and are asked for once more; wrong ones stay wrong.
    private static async Task<PushResult> PushOnceMoreAsync(
        ITarget target, Descriptor blob, BlobOpener open, CancellationToken cancellationToken)
    {
        try
        {
            return await target.PushBlobAsync(blob, open, cancellationToken).ConfigureAwait(false);
        }
        catch (BlobMismatchException mismatch) when (!mismatch.IsOfTarget && mismatch.ActualSize != blob.Size)
        {
            return await target.PushBlobAsync(blob, open, cancellationToken).ConfigureAwait(false);
        }
    }

    private void JudgeHead(Descriptor blob, ObservedStream? stream)
    {
        if (stream is not null && WasmPeek.IsDoubtful(blob, stream.Head))
        {
            log.Add(WasmPeek.Describe(blob, SubjectOf(blob), place, stream.Head));
        }
    }

    private async Task ReadBackAsync(
        ITarget target, Artifact artifact, string tag, CancellationToken cancellationToken)
    {
        if (target.Traits.IsPushOnly)
        {
            log.Add(PushFindings.NotReadBack.Of(
                $"tag {tag}",
                $"{target.Description} can be pushed to and not read: the digest "
                + $"{artifact.Descriptor.Digest} is the one computed here, and nobody has compared.",
                target.Description));
            return;
        }

        if (!ReadsBack)
        {
            log.Add(PushFindings.NotReadBackAsAsked.Of(
                $"tag {tag}",
                $"What {target.Description} answered to writing {artifact.Descriptor.Digest} is all that is known of "
                + "it: it was not read back, as asked. verify compares it.",
                target.Description));
            return;
        }

        if (!target.Traits.LooksCost)
        {
            await RequireTagAsync(target, artifact, tag, cancellationToken).ConfigureAwait(false);
        }

        var stream = await target.OpenAsync(artifact.Descriptor, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            // The stream itself compares size and digest at its end.
            await stream.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task RequireTagAsync(
        IReadOnlyTarget target, Artifact artifact, string tag, CancellationToken cancellationToken)
    {
        var found = await target.ResolveOrNullAsync(tag, cancellationToken).ConfigureAwait(false);
        if (found?.Digest != artifact.Descriptor.Digest)
        {
            throw new TargetException(
                target.Description,
                $"Tag {tag} of {target.Description} points to {found?.Digest.ToString() ?? "nothing"} "
                + $"right after it was set to {artifact.Descriptor.Digest}. Look for another writer, and run again.");
        }
    }

    private string SubjectOf(Descriptor blob)
    {
        var names = invoice.Parcels.Select(parcel => parcel.Label)
            .Where(label => label.Sha256.Equals(blob.Digest.Hex, StringComparison.Ordinal))
            .Select(label => label.Name)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return names.Count == 0 ? $"blob {blob.Digest}" : $"parcel {string.Join(", ", names)}";
    }

    private string DescribeMismatch(BlobMismatchException mismatch)
    {
        var got = mismatch.ActualDigest is { } digest
            ? $"got {mismatch.ActualSize} bytes with sha256 {digest.Hex}"
            : "got more bytes than that";
        var expected = mismatch.Expected;
        return $"The bytes of {SubjectOf(expected)} are not what the invoice says: "
            + $"expected {expected.Size} bytes with sha256 {expected.Digest.Hex}, {got}. "
            + "The bindle is damaged where it lies; fetch it again or restore it from a copy.";
    }
}
