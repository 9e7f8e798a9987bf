using Migrator.Bindle.Verification;
using Migrator.Engine.Audit.Reading;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Audit.Judging;

/// <summary>
/// Judges what the <c>index.json</c> of a layout lists: a tag that is there twice, and copies of bindles that nobody
/// can find any more. A registry has no such list.
/// </summary>
internal sealed class IndexJudge(IReadOnlyTarget target, FindingList findings, int maxManifestBytes)
{
    // What is found to be wrong here is told with its place in the list, not as a blob of the artifact.
    private readonly BlobReader _blobs = new(target, new FindingList());

    /// <summary>Judges whether a tag leads to one manifest alone.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>A task that ends when it is judged.</returns>
    public async Task JudgeTagAsync(string tag, CancellationToken cancellationToken)
    {
        var digests = (await ListAsync(cancellationToken).ConfigureAwait(false))
            .Where(entry => entry.Tag == tag)
            .Select(entry => entry.Descriptor?.Digest.ToString() ?? "one that is not SHA-256")
            .Distinct()
            .ToList();
        if (digests.Count > 1)
        {
            findings.Add(
                AuditFindings.TagTwice,
                tag,
                $"The tag '{tag}' in {target.Description} leads to {string.Join(" and ", digests)}; the first was " +
                "judged, other tools may take another. Remove all of these entries from index.json but the right one.");
        }
    }

    /// <summary>
    /// Judges the copies that do not refer to the artifact: one that is lost or refers to nothing may be the
    /// artifact's, or what became of it.
    /// </summary>
    /// <param name="referrers">The artifact's referrers, which are judged elsewhere.</param>
    /// <param name="hasCopy">Whether the bindle's copy is among them, so that nothing of it is lost.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>A task that ends when all are judged.</returns>
    public async Task JudgeCopiesAsync(
        IReadOnlySet<Digest> referrers, bool hasCopy, CancellationToken cancellationToken)
    {
        foreach (var entry in await ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (entry.Descriptor is { } listed
                && MayBeCopy(entry.Tag, listed)
                && !referrers.Contains(listed.Digest)
                && await FaultOfAsync(entry.Tag, listed, cancellationToken).ConfigureAwait(false) is { } fault)
            {
                findings.Add(
                    AuditFindings.LostCopy,
                    $"manifest {listed.Digest}",
                    $"{target.Description} lists the manifest {listed.Digest} of {listed.Size} bytes " +
                    $"as the copy of a bindle, but it {fault}. Migrate again; that writes the copy.",
                    hasCopy ? FindingLevel.Warning : null);
            }
        }
    }

    private static bool MayBeCopy(string? tag, Descriptor listed) =>
        listed.ArtifactType is SpinMediaTypes.BindleCopy || (listed.ArtifactType is null && tag is null);

    private async Task<string?> FaultOfAsync(string? tag, Descriptor listed, CancellationToken cancellationToken)
    {
        var isMarked = listed.ArtifactType is not null;
        if (await _blobs.ReadAsync(listed, maxManifestBytes, cancellationToken).ConfigureAwait(false) is not { } bytes)
        {
            return "is lost, or has other bytes";
        }

        if (ParseOrNull(bytes) is not { } manifest || !CopyJudge.IsCopy(manifest))
        {
            return isMarked ? "holds none" : null;
        }

        if (manifest.ArtifactType != SpinMediaTypes.BindleCopy)
        {
            return $"says the artifact type '{manifest.ArtifactType}'";
        }

        if (manifest.Subject is not { } subject)
        {
            return tag is null ? "refers to no artifact" : null;
        }

        return await target.ExistsAsync(subject, cancellationToken).ConfigureAwait(false)
            ? null
            : $"refers to {subject.Digest} of {subject.Size} bytes, which is not there";
    }

    private async Task<List<ListedManifest>> ListAsync(CancellationToken cancellationToken) =>
        target is IndexedTarget layout
            ? await layout.ListEntriesAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false)
            : [];

    private static AuditedManifest? ParseOrNull(byte[] bytes)
    {
        try
        {
            return AuditedManifest.Parse(bytes);
        }
        catch (ArtifactFormatException)
        {
            // An index, or what someone else keeps here.
            return null;
        }
    }
}
