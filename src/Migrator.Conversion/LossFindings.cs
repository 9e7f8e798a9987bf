using Migrator.Bindle.Verification;

namespace Migrator.Conversion;

/// <summary>What an artifact cannot say or says differently, BM3200 to BM3299 (spec/spin-oci.md 6).</summary>
public static class LossFindings
{
    /// <summary>Parcels that no component uses are not part of a Spin artifact.</summary>
    public static readonly FindingKind ParcelDropped = new("BM3200", FindingLevel.Warning, "parcels are left behind");

    /// <summary><c>required</c>, <c>satisfiedBy</c> and <c>requires</c>, which Spin ignores.</summary>
    public static readonly FindingKind ConditionsDropped =
        new("BM3201", FindingLevel.Warning, "conditions are left behind");

    /// <summary>Annotations, features and origin of parcels have no place in a Spin artifact.</summary>
    public static readonly FindingKind LabelDetailsDropped =
        new("BM3202", FindingLevel.Warning, "details of labels are left behind");

    /// <summary>The invoice's annotations have no place in a Spin artifact.</summary>
    public static readonly FindingKind AnnotationsDropped =
        new("BM3203", FindingLevel.Warning, "annotations of the invoice are left behind");

    /// <summary>All files get the media type of Spin's data layers.</summary>
    public static readonly FindingKind MediaTypesDropped =
        new("BM3204", FindingLevel.Note, "media types of files are left behind");

    /// <summary>Signatures cover the invoice, which is not part of a Spin artifact.</summary>
    public static readonly FindingKind SignaturesDropped =
        new("BM3205", FindingLevel.Warning, "signatures are left behind");

    /// <summary>Generation 1 has no place for authors.</summary>
    public static readonly FindingKind AuthorsDropped =
        new("BM3206", FindingLevel.Warning, "the authors are left behind");

    /// <summary>OCI has no mark for a withdrawn artifact.</summary>
    public static readonly FindingKind YankMarkLost = new("BM3207", FindingLevel.Warning, "the bindle was yanked");

    /// <summary>The application says the author's version.</summary>
    public static readonly FindingKind BuildDropped =
        new("BM3208", FindingLevel.Note, "the version loses its build metadata");

    /// <summary>Spin takes the text after the first <c>/</c> of the id; kept, because the bytes are Spin's.</summary>
    public static readonly FindingKind BindleVersionCut =
        new("BM3209", FindingLevel.Warning, "bindle_version holds a part of the name");

    /// <summary>Spin 3 refuses to start such an application; others show it another base path.</summary>
    public static readonly FindingKind BaseKept = new("BM3220", FindingLevel.Warning, "a base other than / is kept");

    /// <summary>Spin 2 reads a key that generation 1 does not have.</summary>
    public static readonly FindingKind OutboundDenied =
        new("BM3221", FindingLevel.Warning, "Spin 2 denies outbound connections");

    /// <summary>Spin 0.1.0 gave a component with files every parcel of the bindle.</summary>
    public static readonly FindingKind EverythingMounted =
        new("BM3222", FindingLevel.Note, "Spin 0.1 mounted more files");
}
