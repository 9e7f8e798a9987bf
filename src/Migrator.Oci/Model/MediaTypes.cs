namespace Migrator.Oci.Model;

/// <summary>The media types of the OCI image spec that this library writes or reads.</summary>
public static class MediaTypes
{
    /// <summary>An image manifest.</summary>
    public const string ImageManifest = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>An image index.</summary>
    public const string ImageIndex = "application/vnd.oci.image.index.v1+json";

    /// <summary>An image config.</summary>
    public const string ImageConfig = "application/vnd.oci.image.config.v1+json";
}
