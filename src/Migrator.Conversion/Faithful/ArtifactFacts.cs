using System.Collections.Immutable;
using System.Text.Json;
using Migrator.Bindle.Invoices;
using Migrator.Conversion.Spin;
using Migrator.Oci.Model;

namespace Migrator.Conversion.Faithful;

/// <summary>What a Spin artifact tells of the bindle that it was made of.</summary>
/// <param name="Parcels">The digests of its modules and files, which are parcels of the bindle.</param>
/// <param name="Name">The application's name; null when it cannot be read.</param>
/// <param name="Version">The application's version: the bindle's, or the author's, which is less.</param>
/// <param name="BindleVersion">What Spin's bindle loader noted.</param>
internal sealed record ArtifactFacts(
    ImmutableArray<Digest> Parcels, string? Name, string? Version, string? BindleVersion)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The locked app of a manifest; null when it has none.</summary>
    public static Descriptor? LockedAppOrNull(Manifest manifest) =>
        manifest.Layers.LastOrDefault() is { MediaType: SpinMediaTypes.Application } layer ? layer
        : manifest.Config.MediaType == SpinMediaTypes.Application ? manifest.Config
        : null;

    /// <summary>Reads a manifest and its locked app.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="lockedApp">The locked app's bytes; empty for none.</param>
    public static ArtifactFacts Read(Manifest manifest, ReadOnlyMemory<byte> lockedApp)
    {
        var parcels = manifest.Layers
            .Where(layer => layer.MediaType is SpinMediaTypes.Wasm or SpinMediaTypes.Data)
            .Select(layer => layer.Digest)
            .ToImmutableArray();
        try
        {
            using var document = JsonDocument.Parse(lockedApp, Strict);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
                    ? new ArtifactFacts(
                        parcels,
                        TextOrNull(metadata, "name"),
                        TextOrNull(metadata, "version"),
                        TextOrNull(metadata, "bindle_version"))
                    : new ArtifactFacts(parcels, null, null, null);
        }
        catch (JsonException)
        {
            // An artifact of another maker says nothing; its layers still do.
            return new ArtifactFacts(parcels, null, null, null);
        }
    }

    /// <summary>Whether nothing here contradicts that the artifact was made of a bindle.</summary>
    public bool Fit(Invoice invoice)
    {
        var parcels = invoice.Parcels.Select(parcel => parcel.Label.Sha256.ToLowerInvariant()).ToHashSet();
        return FitId(invoice.Id) && Parcels.All(digest => parcels.Contains(digest.Hex));
    }

    // A Wagi application is named by the last part of its bindle's name.
    private bool FitId(BindleId id) =>
        (Name is null || Name == id.Name || Name == id.Name[(id.Name.LastIndexOf('/') + 1)..])
        && (Version is null || Version == id.Version.WithoutBuild || Version == id.Version.Text)
        && (BindleVersion is null || BindleVersion == LockedAppBuilder.BindleVersion(id)
            || BindleVersion == id.Version.Text);

    private static string? TextOrNull(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
