using System.Collections.Concurrent;
using Migrator.Oci.Model;

namespace Migrator.Oci.Targets;

/// <summary>Reads the manifests that a target holds, each once.</summary>
internal sealed class HeldManifests(IReadOnlyTarget target)
{
    private readonly ConcurrentDictionary<Digest, ManifestFacts> _facts = new();

    /// <summary>Reads a manifest that is being pushed.</summary>
    /// <exception cref="TargetException">The bytes are no manifest.</exception>
    public ManifestFacts Read(Descriptor descriptor, ReadOnlyMemory<byte> manifest)
    {
        try
        {
            return Note(descriptor.Digest, ManifestFacts.Read(manifest));
        }
        catch (ManifestFormatException broken)
        {
            throw new TargetException(
                target.Description,
                $"{target.Description}: {descriptor.Digest} is no manifest that can be pushed: "
                + $"{broken.Message.TrimEnd('.')}.",
                broken);
        }
    }

    /// <summary>What is known of a manifest; null when it is not there, or is none of a form that is read.</summary>
    /// <exception cref="BlobMismatchException">Its bytes are not what its digest says.</exception>
    public async Task<ManifestFacts?> FactsOrNullAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        if (_facts.TryGetValue(descriptor.Digest, out var known))
        {
            return known;
        }

        if (descriptor.Size > Manifest.MaxBytes
            || !await target.ExistsAsync(descriptor, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var bytes = await ReadAsync(descriptor, cancellationToken).ConfigureAwait(false);
        if (IsManifest(bytes, out var facts))
        {
            return Note(descriptor.Digest, facts!);
        }

        KnownSubjects.Add(descriptor.Digest, subject: null);
        return null;
    }

    /// <summary>Describes a manifest that no index describes; null when the blob is no manifest.</summary>
    /// <exception cref="BlobMismatchException">Its bytes are not what its digest says.</exception>
    public async Task<Descriptor?> DescribeOrNullAsync(
        Digest digest, long? size, CancellationToken cancellationToken)
    {
        if (size is not { } length || length > Manifest.MaxBytes)
        {
            return null;
        }

        var unnamed = new Descriptor { MediaType = MediaTypes.ImageManifest, Digest = digest, Size = length };
        var bytes = await ReadAsync(unnamed, cancellationToken).ConfigureAwait(false);
        return IsManifest(bytes, out _) ? unnamed with { MediaType = ManifestFacts.MediaTypeOf(bytes) } : null;
    }

    private ManifestFacts Note(Digest digest, ManifestFacts facts)
    {
        KnownSubjects.Add(digest, facts.Subject);
        return _facts[digest] = facts;
    }

    private async Task<byte[]> ReadAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        var content = await target.OpenAsync(descriptor, cancellationToken).ConfigureAwait(false);
        await using var _ = content.ConfigureAwait(false);
        using var bytes = new MemoryStream((int)descriptor.Size);
        return await PlaceWork.DoAsync(target.Description, "read a manifest", async () =>
        {
            await content.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes.ToArray();
        }).ConfigureAwait(false);
    }

    private static bool IsManifest(ReadOnlyMemory<byte> bytes, out ManifestFacts? facts)
    {
        try
        {
            facts = ManifestFacts.Read(bytes);
            return true;
        }
        catch (ManifestFormatException)
        {
            facts = null;
            return false;
        }
    }
}
