using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Faithful;

/// <summary>What the <c>bindle</c> profile can say: BM3600 to BM3619.</summary>
public static class FaithfulFindings
{
    /// <summary>The manifest that names every parcel is larger than registries take.</summary>
    public static readonly FindingKind ManifestTooLarge =
        new("BM3600", FindingLevel.Error, "too many parcels for one manifest");

    /// <summary>A parcel of the invoice has no layer at its place.</summary>
    public static readonly FindingKind ParcelWithoutLayer =
        new("BM3610", FindingLevel.Error, "parcel without a layer");

    /// <summary>A layer is not the parcel that the invoice has at its place.</summary>
    public static readonly FindingKind LayerIsNotParcel =
        new("BM3611", FindingLevel.Error, "layer is not the parcel");

    /// <summary>The manifest has more layers than the invoice has parcels.</summary>
    public static readonly FindingKind LayerWithoutParcel =
        new("BM3612", FindingLevel.Error, "layer without a parcel");
}
