using System.Collections.Immutable;
using Migrator.Oci.Model;

namespace Migrator.Conversion;

/// <summary>A complete OCI artifact, ready to be pushed; only a conversion makes one.</summary>
public sealed class Artifact
{
    internal Artifact(
        Profile profile,
        Manifest manifest,
        ReadOnlyMemory<byte> manifestBytes,
        Descriptor descriptor,
        ImmutableArray<ArtifactBlob> blobs,
        Artifact? referrer)
    {
        Profile = profile;
        Manifest = manifest;
        ManifestBytes = manifestBytes;
        Descriptor = descriptor;
        Blobs = blobs;
        Referrer = referrer;
    }

    /// <summary>The form of the artifact.</summary>
    public Profile Profile { get; }

    /// <summary>The manifest.</summary>
    public Manifest Manifest { get; }

    /// <summary>The manifest byte for byte; its digest is the artifact's.</summary>
    public ReadOnlyMemory<byte> ManifestBytes { get; }

    /// <summary>The manifest's descriptor, with the artifact type if it says one.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>Every blob that the manifest names, each digest once, config last.</summary>
    public ImmutableArray<ArtifactBlob> Blobs { get; }

    /// <summary>
    /// The whole bindle as a second manifest whose subject is this one; null when it does not go along.
    /// </summary>
    public Artifact? Referrer { get; }

    /// <summary>The same artifact without the bindle beside it, for targets that cannot give it back.</summary>
    /// <returns>The artifact.</returns>
    public Artifact WithoutReferrer() => new(Profile, Manifest, ManifestBytes, Descriptor, Blobs, referrer: null);
}
