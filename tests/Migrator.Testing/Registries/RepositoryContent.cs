using System.Collections.Concurrent;

namespace Migrator.Testing.Registries;

/// <summary>What one repository holds. Tests look into it, and change it behind the client's back.</summary>
public sealed class RepositoryContent
{
    /// <summary>Blobs by digest.</summary>
    public ConcurrentDictionary<string, StoredBlob> Blobs { get; } = new(StringComparer.Ordinal);

    /// <summary>Manifests by digest.</summary>
    public ConcurrentDictionary<string, StoredManifest> Manifests { get; } = new(StringComparer.Ordinal);

    /// <summary>Digests of manifests by tag.</summary>
    public ConcurrentDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>The manifest of a tag or digest; null when it is not there.</summary>
    /// <param name="reference">Tag or digest.</param>
    public StoredManifest? Find(string reference) =>
        Manifests.GetValueOrDefault(Tags.GetValueOrDefault(reference, reference));

    /// <summary>Whether a manifest refers to a blob.</summary>
    /// <param name="digest">The blob.</param>
    public bool Refers(string digest) => Manifests.Values.Any(manifest => manifest.BlobDigests.Contains(digest));

    /// <summary>
    /// Tags whose manifest, or something below it, is not there. After whatever fault, there must be none.
    /// </summary>
    public IEnumerable<string> IncompleteTags() =>
        Tags.Where(tag => !IsComplete(tag.Value)).Select(tag => tag.Key).Order(StringComparer.Ordinal);

    /// <summary>The blobs and manifests a manifest needs that are not there.</summary>
    /// <param name="manifest">The manifest.</param>
    public IEnumerable<string> MissingBelow(StoredManifest manifest) => manifest.BlobDigests
        .Where(digest => !Blobs.ContainsKey(digest))
        .Concat(manifest.Children
            .Select(child => StoredManifest.TextOf(child, "digest")!)
            .Where(digest => !Manifests.ContainsKey(digest)))
        .Distinct(StringComparer.Ordinal);

    private bool IsComplete(string digest) =>
        Manifests.TryGetValue(digest, out var manifest)
        && !MissingBelow(manifest).Any()
        && manifest.Children.All(child => IsComplete(StoredManifest.TextOf(child, "digest")!));
}
