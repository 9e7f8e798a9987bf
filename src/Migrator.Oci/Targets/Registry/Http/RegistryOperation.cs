namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>What a request is for.</summary>
public enum RegistryOperation
{
    /// <summary>Asking for an access token.</summary>
    Token,

    /// <summary>Looking for a manifest.</summary>
    ManifestLook,

    /// <summary>Reading a manifest.</summary>
    ManifestRead,

    /// <summary>Writing a manifest or a tag.</summary>
    ManifestWrite,

    /// <summary>Looking for a blob.</summary>
    BlobLook,

    /// <summary>Reading a blob.</summary>
    BlobRead,

    /// <summary>Opening an upload, or mounting.</summary>
    UploadStart,

    /// <summary>Sending a whole blob.</summary>
    UploadWhole,

    /// <summary>Sending a chunk.</summary>
    UploadChunk,

    /// <summary>Asking how far an upload has come.</summary>
    UploadStatus,

    /// <summary>Ending an upload whose chunks are all there.</summary>
    UploadEnd,

    /// <summary>Giving an upload up.</summary>
    UploadCancel,

    /// <summary>Listing tags.</summary>
    TagList,

    /// <summary>Listing referrers.</summary>
    ReferrerList,
}
