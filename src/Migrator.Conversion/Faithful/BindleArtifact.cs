using System.Collections.Immutable;
using System.Globalization;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Oci.Model;

namespace Migrator.Conversion.Faithful;

/// <summary>
/// The <c>bindle</c> profile: the invoice as config, byte for byte, and parcel n as layer n. Nothing is lost, and
/// <see cref="OciBindleSource"/> is the exact inverse.
/// </summary>
internal static class BindleArtifact
{
    private static readonly byte[] EmptyBlob = "{}"u8.ToArray();

    /// <summary>Builds the artifact; reads no parcel.</summary>
    /// <param name="bindle">The bindle.</param>
    /// <param name="subject">The Spin artifact that this one goes along with; null when it stands alone.</param>
    /// <returns>The artifact. <see cref="Check"/> tells whether registries will take it.</returns>
    public static Artifact Build(VerifiedBindle bindle, Descriptor? subject)
    {
        var parcels = bindle.Invoice.Parcels;
        var manifest = new Manifest
        {
            MediaType = MediaTypes.ImageManifest,
            ArtifactType = BindleMediaTypes.Artifact,
            Config = Descriptor.Of(BindleMediaTypes.Invoice, bindle.Package.InvoiceBytes.Span),
            Layers = parcels.IsEmpty ? [EmptyLayer] : [.. parcels.Select(parcel => LayerOf(parcel.Label))],
            Subject = subject is null ? null : Bare(subject),
            Annotations = AnnotationMap.Empty.Add(BindleMediaTypes.IdAnnotation, bindle.Id.ToString()),
        };
        ReadOnlyMemory<byte> bytes = manifest.ToBytes();
        var descriptor =
            Descriptor.Of(MediaTypes.ImageManifest, bytes.Span) with { ArtifactType = manifest.ArtifactType };
        return new Artifact(Profile.Bindle, manifest, bytes, descriptor, BlobsOf(bindle, manifest), referrer: null);
    }

    /// <summary>Tells whether registries will take an artifact of this profile.</summary>
    /// <param name="artifact">What <see cref="Build"/> gave.</param>
    /// <param name="id">The bindle that it holds.</param>
    /// <returns>At most one finding.</returns>
    public static ImmutableArray<Finding> Check(Artifact artifact, BindleId id)
    {
        if (artifact.ManifestBytes.Length <= Manifest.MaxBytes)
        {
            return [];
        }

        var whatNext = artifact.Manifest.Subject is null
            ? "Split the bindle, or migrate it with a Spin profile and --no-referrer (in a batch file "
                + "'referrer = false' below [target]) if it is a Spin application."
            : "Use --no-referrer to migrate the application without the bindle's copy; in a batch file, "
                + "'referrer = false' below [target].";
        return
        [
            FaithfulFindings.ManifestTooLarge.Of(
                $"bindle {id}",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The manifest that names all {artifact.Manifest.Layers.Length} parcels would be " +
                    $"{artifact.ManifestBytes.Length} bytes; registries take {Manifest.MaxBytes}. {whatNext}")),
        ];
    }

    /// <summary>
    /// The one layer of a bindle without parcels: OCI's empty descriptor, since some tools refuse no layers.
    /// </summary>
    internal static Descriptor EmptyLayer { get; } = Descriptor.Of(BindleMediaTypes.Empty, EmptyBlob);

    private static Descriptor LayerOf(Label label) => new()
    {
        MediaType = BindleMediaTypes.ForLayer(label.MediaType),
        Digest = Digest.FromHex(label.Sha256.ToLowerInvariant()),
        Size = label.Size,
    };

    private static Descriptor Bare(Descriptor subject) =>
        new() { MediaType = subject.MediaType, Digest = subject.Digest, Size = subject.Size };

    private static ImmutableArray<ArtifactBlob> BlobsOf(VerifiedBindle bindle, Manifest manifest)
    {
        var parcels = manifest.Layers
            .DistinctBy(layer => layer.Digest)
            .Where(layer => layer.Digest != manifest.Config.Digest)
            .Select(layer => BlobOf(bindle, layer));
        return [.. parcels, InMemory(manifest.Config, bindle.Package.InvoiceBytes)];
    }

    private static ArtifactBlob BlobOf(VerifiedBindle bindle, Descriptor layer) =>
        bindle.Invoice.Parcels.IsEmpty
            ? InMemory(layer, EmptyBlob)
            : new ArtifactBlob(layer, cancel => bindle.Package.OpenParcelAsync(layer.Digest.Hex, cancel));

    private static ArtifactBlob InMemory(Descriptor descriptor, ReadOnlyMemory<byte> content) =>
        new(descriptor, _ => ValueTask.FromResult<Stream>(new MemoryStream(content.ToArray(), writable: false)));
}
