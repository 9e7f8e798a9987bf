using Migrator.Engine.Jobs;
using Migrator.Engine.Pushing;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Inspection;

/// <summary>Looks at an OCI target: its tags, or one artifact with what speaks about it.</summary>
public static class ArtifactInspection
{
    /// <summary>Looks.</summary>
    /// <param name="openTarget">Opens the target.</param>
    /// <param name="reference">A tag, or a digest as text; null to list the tags.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    /// <returns>What is there; faults of the target are in the findings and not exceptions.</returns>
    /// <exception cref="OperationCanceledException">The look was stopped.</exception>
    public static async Task<ArtifactInspectionOutcome> RunAsync(
        ReadOnlyTargetOpener openTarget, string? reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(openTarget);
        string? description = null;
        try
        {
            var target = await openTarget(cancellationToken).ConfigureAwait(false);
            await using (target.ConfigureAwait(false))
            {
                description = target.Description;
                return reference is null
                    ? await ListAsync(target, cancellationToken).ConfigureAwait(false)
                    : await ShowAsync(target, reference, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (JobFault.Explain(exception, JobStatus.SourceRefused) is { } fault)
        {
            return new ArtifactInspectionOutcome
            {
                Status = fault.Status,
                Target = description,
                Findings = [fault.Finding],
            };
        }
    }

    private static async Task<ArtifactInspectionOutcome> ListAsync(
        IReadOnlyTarget target, CancellationToken cancellationToken)
    {
        var tags = await target.ListTagsAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        return tags.Count > 0
            ? new ArtifactInspectionOutcome { Status = JobStatus.Done, Target = target.Description, Tags = [.. tags] }
            : throw new TargetException(
                target.Description, $"{target.Description} has no tags; check its name, or name a manifest's digest.");
    }

    private static async Task<ArtifactInspectionOutcome> ShowAsync(
        IReadOnlyTarget target, string reference, CancellationToken cancellationToken)
    {
        if (await target.ResolveOrNullAsync(reference, cancellationToken).ConfigureAwait(false) is not { } descriptor)
        {
            throw new TargetException(
                target.Description,
                $"{target.Description} has no {reference}; leave the tag out to list what is there.");
        }

        var manifest = await ReadManifestAsync(target, descriptor, cancellationToken).ConfigureAwait(false);
        var referrers = await target.ListReferrersAsync(descriptor.Digest, artifactType: null, cancellationToken)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return new ArtifactInspectionOutcome
        {
            Status = JobStatus.Done,
            Target = target.Description,
            Descriptor = descriptor,
            Manifest = manifest,
            Referrers = [.. referrers],
        };
    }

    private static async Task<Manifest> ReadManifestAsync(
        IReadOnlyTarget target, Descriptor descriptor, CancellationToken cancellationToken)
    {
        if (descriptor.Size > Manifest.MaxBytes)
        {
            throw new TargetException(
                target.Description,
                $"The manifest {descriptor.Digest} has {descriptor.Size} bytes; at most {Manifest.MaxBytes} are read.");
        }

        var stream = await target.OpenAsync(descriptor, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return Parse(target, descriptor, bytes.ToArray());
        }
    }

    private static Manifest Parse(IReadOnlyTarget target, Descriptor descriptor, byte[] bytes)
    {
        try
        {
            return Manifest.Parse(bytes);
        }
        catch (ManifestFormatException exception)
        {
            throw new TargetException(
                target.Description,
                $"{descriptor.Digest} of {target.Description} is not an image manifest: {exception.Message}",
                exception);
        }
    }
}
