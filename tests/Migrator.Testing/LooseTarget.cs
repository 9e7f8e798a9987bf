using System.Runtime.CompilerServices;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Testing;

/// <summary>
/// A target that checks nothing, so that it can hold what no target of ours would take: damaged, lost, wrong.
/// </summary>
public sealed class LooseTarget : IReadOnlyTarget
{
    private readonly Dictionary<Digest, byte[]> _blobs = [];
    private readonly Dictionary<string, Descriptor> _tags = new(StringComparer.Ordinal);
    private readonly List<(Digest Subject, Descriptor Referrer)> _referrers = [];

    /// <inheritdoc/>
    public string Description => "loose target";

    /// <summary>Takes bytes.</summary>
    public Descriptor Put(string mediaType, byte[] content)
    {
        var descriptor = Descriptor.Of(mediaType, content);
        _blobs[descriptor.Digest] = content;
        return descriptor;
    }

    /// <summary>Points a tag to a manifest.</summary>
    public void Tag(Descriptor manifest, string tag) => _tags[tag] = manifest;

    /// <summary>Lists a manifest as a referrer.</summary>
    public void Refer(Digest subject, Descriptor referrer) => _referrers.Add((subject, referrer));

    /// <summary>Forgets a blob that manifests still name.</summary>
    public void Lose(Digest digest) => _blobs.Remove(digest);

    /// <summary>Puts other bytes where a blob's are.</summary>
    public void Replace(Digest digest, byte[] content) => _blobs[digest] = content;

    public Task<Descriptor?> ResolveOrNullAsync(string reference, CancellationToken cancellationToken) =>
        Task.FromResult(_tags.GetValueOrDefault(reference));

    public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken cancellationToken) =>
        Task.FromResult(_blobs.ContainsKey(descriptor.Digest));

    public Task<Stream> OpenAsync(Descriptor descriptor, CancellationToken cancellationToken) =>
        _blobs.TryGetValue(descriptor.Digest, out var content)
            ? Task.FromResult<Stream>(new MemoryStream(content, writable: false))
            : throw new TargetException(Description, $"blob {descriptor.Digest} is not there");

    public async IAsyncEnumerable<string> ListTagsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var tag in _tags.Keys.Order(StringComparer.Ordinal))
        {
            yield return tag;
        }
    }

    public async IAsyncEnumerable<Descriptor> ListReferrersAsync(
        Digest subject, string? artifactType, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var (_, referrer) in _referrers.Where(referrer => referrer.Subject == subject))
        {
            if (artifactType is null || referrer.ArtifactType == artifactType)
            {
                yield return referrer;
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
