namespace Migrator.Testing.Registries;

/// <summary>What a request to a registry asks for: faults are scripted, and requests counted, by it.</summary>
public enum RequestKind
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary><c>GET /v2/</c>.</summary>
    Ping,

    /// <summary>Anything at the token endpoint.</summary>
    Token,

    /// <summary><c>HEAD …/blobs/DIGEST</c>.</summary>
    BlobHead,

    /// <summary><c>GET …/blobs/DIGEST</c>.</summary>
    BlobGet,

    /// <summary><c>POST …/blobs/uploads/</c>: a session, a mount, or a blob in one request.</summary>
    UploadPost,

    /// <summary><c>PATCH</c> of a session.</summary>
    UploadPatch,

    /// <summary><c>PUT</c> that ends a session.</summary>
    UploadPut,

    /// <summary><c>GET</c> of a session's offset.</summary>
    UploadGet,

    /// <summary><c>DELETE</c> of a session.</summary>
    UploadDelete,

    /// <summary><c>HEAD …/manifests/REFERENCE</c>.</summary>
    ManifestHead,

    /// <summary><c>GET …/manifests/REFERENCE</c>.</summary>
    ManifestGet,

    /// <summary><c>PUT …/manifests/REFERENCE</c>.</summary>
    ManifestPut,

    /// <summary><c>GET …/tags/list</c>.</summary>
    TagsList,

    /// <summary><c>GET …/referrers/DIGEST</c>.</summary>
    Referrers,

    /// <summary>A blob's download at the storage behind a registry, another host.</summary>
    StorageGet,
}
