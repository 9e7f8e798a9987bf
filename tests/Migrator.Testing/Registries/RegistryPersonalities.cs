using System.Collections.Immutable;

namespace Migrator.Testing.Registries;

/// <summary>The registries an app may end in.</summary>
public static class RegistryPersonalities
{
    private const int MiB = 1024 * 1024;

    private static readonly ImmutableArray<string> OciTypes =
        ["application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json"];

    private static readonly (string, string) ApiVersion = ("Docker-Distribution-Api-Version", "registry/2.0");

    /// <summary>distribution 2.8: what Debian's docker-registry is, and most private registries still are.</summary>
    public static RegistryPersonality Distribution28 { get; } = new("distribution-2.8")
    {
        Chunks = ChunkRule.RefusesMismatch,
        FailsOnLayerAsManifest = true,
        ExtraHeaders = [ApiVersion],
    };

    /// <summary>distribution 3.</summary>
    public static RegistryPersonality Distribution3 { get; } = new("distribution-3") { ExtraHeaders = [ApiVersion] };

    /// <summary>zot.</summary>
    public static RegistryPersonality Zot { get; } = new("zot")
    {
        Mounts = MountRule.WholeStore,
        TakesSinglePost = true,
        Chunks = ChunkRule.DropsSession,
        Location = LocationForm.RelativeBare,
        HasReferrers = true,
        SaysSubject = true,
        ManifestTypes = OciTypes,
        WrongType = new(415, "MANIFEST_INVALID", "unsupported media type"),
        ExtraHeaders = [ApiVersion],
    };

    /// <summary>Harbor: distribution 2.8 behind a front of its own.</summary>
    public static RegistryPersonality Harbor { get; } = new("harbor")
    {
        Mounts = MountRule.Unauthorized,
        Chunks = ChunkRule.RefusesMismatch,
        Location = LocationForm.Relative,
        HasReferrers = true,
        SaysSubject = true,
        SetsCookie = true,
    };

    /// <summary>GitHub's container registry.</summary>
    public static RegistryPersonality Ghcr { get; } = new("ghcr")
    {
        MaxChunk = (4 * MiB) - 1,
        Location = LocationForm.Relative,
        UploadFolder = "upload",
        Denied = DeniedForm.Forbidden,
        Throttled = () => ThrottleForm.InBody("10.48ms"),
    };

    /// <summary>Amazon's registry.</summary>
    public static RegistryPersonality Ecr { get; } = new("ecr")
    {
        Mounts = MountRule.OnlyReferenced,
        PatchStatus = 201,
        MinChunk = 5 * MiB,
        MaxChunk = 10 * MiB,
        MaxLayers = 4200,
        TooManyLayers = new(405, "UNSUPPORTED", "Invalid parameter at 'imageManifest': too many layers"),
        RefusesTypeParameters = true,
        WrongType = new(405, "UNSUPPORTED", "Invalid parameter at 'ImageManifest' failed to satisfy constraint"),
        TakesEmptyBlob = false,
        CreatesRepositories = false,
        HasReferrers = true,
        SaysSubject = true,
        Denied = DeniedForm.Forbidden,
        Throttled = () => RegistryErrors.Json(429, "TOOMANYREQUESTS", "Rate exceeded"),
    };

    /// <summary>Google's Artifact Registry: uploads end at another host and come in one piece.</summary>
    public static RegistryPersonality Gar { get; } = new("gar")
    {
        Chunks = ChunkRule.Once,
        Location = LocationForm.OtherHost,
        Throttled = () => ThrottleForm.Header("1"),
    };

    /// <summary>Azure's registry.</summary>
    public static RegistryPersonality Acr { get; } = new("acr")
    {
        Location = LocationForm.Relative,
        HasReferrers = true,
        SaysSubject = true,
        TagPage = 100,
        RedirectsBlobs = true,
        Throttled = () => ThrottleForm.Header("1"),
        ExtraHeaders = [ApiVersion],
    };

    /// <summary>Docker Hub.</summary>
    public static RegistryPersonality DockerHub { get; } = new("docker-hub")
    {
        RedirectsBlobs = true,
        Throttled = ThrottleForm.DockerHub,
        ExtraHeaders = [ApiVersion, ("ratelimit-limit", "100;w=21600"), ("ratelimit-remaining", "99;w=21600")],
    };

    /// <summary>Fermyon Cloud's registry, into which one can only push.</summary>
    public static RegistryPersonality FermyonCloud { get; } = new("fermyon-cloud")
    {
        Mounts = MountRule.Never,
        MaxLayers = 500,
        BackingRepository = "cloud-user-00000000-0000-4000-8000-000000000000",
        SaysManifestLocation = false,
        TakesEmptyBlob = false,
        PushOnly = true,
        ErrorForm = ErrorForm.Html,
        Denied = DeniedForm.Forbidden,
    };

    /// <summary>All of them.</summary>
    public static ImmutableArray<RegistryPersonality> All { get; } =
        [Distribution28, Distribution3, Zot, Harbor, Ghcr, Ecr, Gar, Acr, DockerHub, FermyonCloud];

    /// <summary>The one of a name: theories take names, which show in test output.</summary>
    /// <param name="name">Its name.</param>
    public static RegistryPersonality Named(string name) => All.Single(personality => personality.Name == name);
}
