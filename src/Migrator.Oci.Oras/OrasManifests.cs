using System.Collections.Concurrent;
using System.Collections.Immutable;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Oci.Oras;

/// <summary>What is known of the manifests of an ORAS target, which by itself knows descriptors alone.</summary>
internal sealed class OrasManifests(OrasProject.Oras.ITarget inner, OrasCalls calls)
{
    private readonly ConcurrentDictionary<Digest, Descriptor> _manifests = new();
    private readonly ConcurrentDictionary<Digest, Descriptor> _subjects = new();

    /// <summary>A manifest that was pushed or read here; null for any other.</summary>
    public Descriptor? Find(Digest digest) => _manifests.GetValueOrDefault(digest);

    /// <summary>How a manifest that may not be there yet was named as a subject; null when it never was.</summary>
    public Descriptor? FindSubject(Digest digest) => Find(digest) ?? _subjects.GetValueOrDefault(digest);

    /// <summary>Remembers a manifest that is there.</summary>
    public void Note(Descriptor descriptor, Links links)
    {
        _manifests.TryAdd(descriptor.Digest, descriptor with { ArtifactType = null });
        if (links.Subject is { } subject)
        {
            _subjects.TryAdd(subject.Digest, subject);
        }
    }

    /// <summary>Reads a manifest from the target, and remembers it.</summary>
    /// <exception cref="TargetException">It is not there, or is none.</exception>
    public async Task<Links> FetchAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        if (descriptor.Size > Manifest.MaxBytes)
        {
            throw calls.Fault($"{descriptor.Digest} is no manifest: it has {descriptor.Size} bytes");
        }

        var bytes = await calls.DoAsync(
            $"read manifest {descriptor.Digest}",
            () => ReadAsync(descriptor, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        var links = Read(descriptor, bytes);
        Note(descriptor, links);
        return links;
    }

    /// <summary>Reads a manifest's bytes.</summary>
    /// <exception cref="TargetException">They are no manifest.</exception>
    public Links Read(Descriptor descriptor, ReadOnlyMemory<byte> json)
    {
        try
        {
            return descriptor.MediaType == MediaTypes.ImageIndex
                ? Links.Of(ImageIndex.Parse(json))
                : Links.Of(Manifest.Parse(json));
        }
        catch (ManifestFormatException broken)
        {
            throw calls.Fault($"{descriptor.Digest} is no manifest: {broken.Message.TrimEnd('.')}", broken);
        }
    }

    private async Task<byte[]> ReadAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        var content = BlobVerification.Wrap(
            await inner.FetchAsync(OrasDescriptors.ToOras(descriptor), cancellationToken).ConfigureAwait(false),
            descriptor,
            calls.Target);
        await using var _ = content.ConfigureAwait(false);
        using var bytes = new MemoryStream((int)descriptor.Size);
        await content.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes.ToArray();
    }

    /// <summary>What a manifest names.</summary>
    /// <param name="Needs">The blobs or manifests that must be there.</param>
    /// <param name="Subject">What it speaks about; need not be there.</param>
    /// <param name="ArtifactType">Its artifact type: its own, else its config's media type.</param>
    internal sealed record Links(ImmutableArray<Descriptor> Needs, Descriptor? Subject, string? ArtifactType)
    {
        public static Links Of(Manifest manifest) => new(
            [manifest.Config, .. manifest.Layers],
            manifest.Subject,
            manifest.ArtifactType ?? manifest.Config.MediaType);

        public static Links Of(ImageIndex index) => new(index.Manifests, index.Subject, index.ArtifactType);
    }
}
