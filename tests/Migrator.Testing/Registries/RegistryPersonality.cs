using System.Collections.Immutable;

namespace Migrator.Testing.Registries;

/// <summary>
/// What tells one registry from another. The defaults are those of distribution 3; sources of the others are
/// spec/oci-peers.md 3f and 2b, and spec/cloud-deploy.md 1.8.
/// </summary>
/// <param name="Name">Its name in test output.</param>
public sealed record RegistryPersonality(string Name)
{
    /// <summary>How it mounts.</summary>
    public MountRule Mounts { get; init; } = MountRule.FromRepository;

    /// <summary>
    /// Whether a blob can come with one <c>POST ?digest=</c>; if not, the body is ignored and a session opened.
    /// </summary>
    public bool TakesSinglePost { get; init; }

    /// <summary>What it does with PATCH.</summary>
    public ChunkRule Chunks { get; init; } = ChunkRule.Resumes;

    /// <summary>The status of a PATCH that went well: 202, or 201.</summary>
    public int PatchStatus { get; init; } = 202;

    /// <summary>The shortest chunk but for the last, in bytes.</summary>
    public long MinChunk { get; init; }

    /// <summary>Whether it says <see cref="MinChunk"/> in <c>OCI-Chunk-Min-Length</c>.</summary>
    public bool SaysMinChunk { get; init; }

    /// <summary>The longest chunk, in bytes; above it 416.</summary>
    public long MaxChunk { get; init; } = long.MaxValue;

    /// <summary>The longest body of one PUT or PATCH, in bytes; above it 413.</summary>
    public long MaxBody { get; init; } = long.MaxValue;

    /// <summary>How it writes the Location of a session.</summary>
    public LocationForm Location { get; init; } = LocationForm.Absolute;

    /// <summary>The path's last part before a session's id.</summary>
    public string UploadFolder { get; init; } = "uploads";

    /// <summary>The repository named in Locations where it is not the one asked for (Fermyon Cloud).</summary>
    public string? BackingRepository { get; init; }

    /// <summary>Whether a manifest's answer says where it lies.</summary>
    public bool SaysManifestLocation { get; init; } = true;

    /// <summary>Whether it lists referrers.</summary>
    public bool HasReferrers { get; init; }

    /// <summary>Whether it answers <c>OCI-Subject</c>.</summary>
    public bool SaysSubject { get; init; }

    /// <summary>Whether a manifest's blobs must be there.</summary>
    public bool ChecksBlobs { get; init; } = true;

    /// <summary>The most layers of a manifest.</summary>
    public int MaxLayers { get; init; } = int.MaxValue;

    /// <summary>What it says above <see cref="MaxLayers"/>.</summary>
    public RegistryRefusal TooManyLayers { get; init; } = new(400, "MANIFEST_INVALID", "too many layers");

    /// <summary>The largest manifest, in bytes.</summary>
    public int MaxManifest { get; init; } = 4 * 1024 * 1024;

    /// <summary>What it says above <see cref="MaxManifest"/>.</summary>
    public RegistryRefusal TooLargeManifest { get; init; } = new(413, "SIZE_INVALID", "manifest too large");

    /// <summary>Media types of manifests it takes; empty for all.</summary>
    public ImmutableArray<string> ManifestTypes { get; init; } = [];

    /// <summary>
    /// Starts of the media types of configs and layers, and of artifact types, it takes; empty for all.
    /// </summary>
    public ImmutableArray<string> ContentTypes { get; init; } = [];

    /// <summary>Whether <c>; charset=…</c> and the like in a media type is an error.</summary>
    public bool RefusesTypeParameters { get; init; }

    /// <summary>What it says to a media type it does not take.</summary>
    public RegistryRefusal WrongType { get; init; } = new(400, "MANIFEST_INVALID", "manifest invalid: media type");

    /// <summary>What it says when a tag would move; null when tags may move.</summary>
    public RegistryRefusal? ImmutableTag { get; init; }

    /// <summary>Whether a blob may have no bytes.</summary>
    public bool TakesEmptyBlob { get; init; } = true;

    /// <summary>Whether the first push makes the repository.</summary>
    public bool CreatesRepositories { get; init; } = true;

    /// <summary>Whether nothing can be read back but a manifest's HEAD.</summary>
    public bool PushOnly { get; init; }

    /// <summary>Whether a manifest's HEAD and GET say <c>Docker-Content-Digest</c>.</summary>
    public bool SaysDigest { get; init; } = true;

    /// <summary>Whether it answers 500 when it is asked for a layer as for a manifest (distribution 2.8).</summary>
    public bool FailsOnLayerAsManifest { get; init; }

    /// <summary>Whether a blob's GET leads to a storage host (307).</summary>
    public bool RedirectsBlobs { get; init; }

    /// <summary>The most tags in one page.</summary>
    public int TagPage { get; init; } = 1000;

    /// <summary>
    /// Whether it sets a cookie, and wants a token against forged requests from whoever sends it back (Harbor).
    /// </summary>
    public bool SetsCookie { get; init; }

    /// <summary>How it writes errors.</summary>
    public ErrorForm ErrorForm { get; init; } = ErrorForm.Json;

    /// <summary>How it answers a token that is not good for this.</summary>
    public DeniedForm Denied { get; init; } = DeniedForm.Challenge;

    /// <summary>How it says "too many requests".</summary>
    public Func<RegistryAnswer> Throttled { get; init; } = ThrottleForm.Bare;

    /// <summary>Headers on every answer.</summary>
    public ImmutableArray<(string Name, string Value)> ExtraHeaders { get; init; } = [];

    /// <summary>The name, for test output.</summary>
    public override string ToString() => Name;
}
