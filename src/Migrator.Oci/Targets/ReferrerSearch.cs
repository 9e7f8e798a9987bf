using System.Runtime.CompilerServices;
using Migrator.Oci.Model;

namespace Migrator.Oci.Targets;

/// <summary>Finds the referrers of a manifest in an index, which does not say whom its entries refer to.</summary>
/// <remarks>
/// Referrers are listed without a tag: so do this library and oras, and an entry that comes from a registry's own
/// list of referrers tells its artifact type. An entry with a tag and no artifact type is what someone calls by name,
/// an image as a rule, so it is opened only when no other entry refers to the subject. Then a referrer is found too
/// that another tool copied into the layout under a tag. A manifest that is damaged refers to nothing: it must not
/// keep the sound images beside it from being read.
/// </remarks>
internal static class ReferrerSearch
{
    /// <summary>Searches.</summary>
    /// <param name="index">The index.</param>
    /// <param name="subject">The digest that the manifests must speak about.</param>
    /// <param name="artifactType">Only those of this type; null for all.</param>
    /// <param name="manifests">Reads the manifests.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The referrers, with artifact type and annotations, in order of their digests.</returns>
    public static async IAsyncEnumerable<Descriptor> FindAsync(
        IndexDocument index,
        Digest subject,
        string? artifactType,
        HeldManifests manifests,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = false;
        foreach (var isNamed in new[] { false, true })
        {
            foreach (var entry in Candidates(index, subject, artifactType, isNamed))
            {
                var facts = await FactsOrNullAsync(entry, manifests, cancellationToken).ConfigureAwait(false);
                if (facts?.Subject == subject && (artifactType is null || facts.ArtifactType == artifactType))
                {
                    found = true;
                    yield return entry with { ArtifactType = facts.ArtifactType, Annotations = facts.Annotations };
                }
            }

            if (found)
            {
                yield break;
            }
        }
    }

    private static IEnumerable<Descriptor> Candidates(
        IndexDocument index, Digest subject, string? artifactType, bool isNamed) => index.Entries
        .Where(entry => (entry.Tag is not null && entry.Descriptor?.ArtifactType is null) == isNamed)
        .Select(entry => entry.Descriptor)
        .OfType<Descriptor>()
        .Where(entry => artifactType is null || (entry.ArtifactType ?? artifactType) == artifactType)
        .Where(entry => entry.Digest != subject && !KnownSubjects.IsOther(entry.Digest, subject))
        .DistinctBy(entry => entry.Digest)
        .OrderBy(entry => entry.Digest.Hex, StringComparer.Ordinal);

    private static async Task<ManifestFacts?> FactsOrNullAsync(
        Descriptor entry, HeldManifests manifests, CancellationToken cancellationToken)
    {
        try
        {
            return await manifests.FactsOrNullAsync(entry, cancellationToken).ConfigureAwait(false);
        }
        catch (BlobMismatchException)
        {
            return null;
        }
    }
}
