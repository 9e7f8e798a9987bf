using Migrator.Bindle.Verification;

namespace Migrator.Conversion;

/// <summary>What there is to say of the artifacts for Spin 2 and for every Spin, BM3330 to BM3359.</summary>
public static class ArtifactFindings
{
    /// <summary>Registries take no manifest above 4 MiB.</summary>
    public static readonly FindingKind ManifestTooLarge =
        new("BM3330", FindingLevel.Error, "the manifest is larger than registries take");

    /// <summary>Above 499 layers the files of each component are packed together.</summary>
    public static readonly FindingKind FilesArchived =
        new("BM3331", FindingLevel.Note, "files are packed into archive layers");

    /// <summary>A parcel that goes into an archive is not what the invoice says.</summary>
    public static readonly FindingKind FileNotAsLabelled =
        new("BM3332", FindingLevel.Error, "a file is not what the invoice says");

    /// <summary>Spin 2 and later need no layers for inlined files and write none.</summary>
    public static readonly FindingKind InlineLayersIgnored =
        new("BM3333", FindingLevel.Note, "inlined files get no layers");

    /// <summary>
    /// A plugin's trigger names another component; Spin 2 and later put the component's own id there.
    /// </summary>
    public static readonly FindingKind ComponentKeyReplaced =
        new("BM3334", FindingLevel.Warning, "a trigger's key 'component' is replaced");

    /// <summary>Spin 2 and later say the app's version, never the bindle's id.</summary>
    public static readonly FindingKind BindleVersionDropped =
        new("BM3335", FindingLevel.Note, "bindle_version is left behind");
}
