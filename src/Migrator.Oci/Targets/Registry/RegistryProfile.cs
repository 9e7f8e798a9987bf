using System.Collections.Immutable;
using System.Globalization;

namespace Migrator.Oci.Targets.Registry;

/// <summary>
/// What is known of a kind of registry: limits and ways (spec/oci-peers.md 3a, 3f). Sizes are in bytes.
/// </summary>
public sealed record RegistryProfile
{
    /// <summary>The kind, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>The most layers of a manifest; null when no limit is known.</summary>
    public int? MaxLayers { get; init; }

    /// <summary>The longest manifest; 4 MiB is what the distribution spec promises.</summary>
    public long MaxManifestBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The longest blob; null when no limit is known.</summary>
    public long? MaxBlobBytes { get; init; }

    /// <summary>Whether blobs can be sent in chunks.</summary>
    public bool TakesChunks { get; init; } = true;

    /// <summary>The longest chunk.</summary>
    public long ChunkBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The shortest chunk but the last.</summary>
    public long MinChunkBytes { get; init; } = 64 * 1024;

    /// <summary>Whether a session goes on after a broken chunk; where not, the blob begins again.</summary>
    public bool Resumes { get; init; } = true;

    /// <summary>Whether the range that a taken chunk is answered with can stand still: the chunk counts then.</summary>
    public bool RangeMayStandStill { get; init; }

    /// <summary>Whether <c>POST ?mount=</c> is of use.</summary>
    public bool Mounts { get; init; } = true;

    /// <summary>Whether only the manifest can be looked for, and nothing read, listed or mounted.</summary>
    public bool IsPushOnly { get; init; }

    /// <summary>Whether a push makes the repository.</summary>
    public bool MakesRepositories { get; init; } = true;

    /// <summary>
    /// What makes a repository where a push does not: <c>{0}</c> is its name, <c>{1}</c> and <c>{2}</c> are the first
    /// parts of that.
    /// </summary>
    internal string? CreateCommand { get; init; }

    /// <summary>How many parts a repository's name has, at least, for that command to be of use.</summary>
    internal int CreatedParts { get; init; } = 1;

    /// <summary>
    /// Whether a token that the user has is taken as it is, from the first request on: there is no token server.
    /// </summary>
    public bool TakesGivenToken { get; init; }

    /// <summary>Hosts that give out its tokens.</summary>
    public ImmutableArray<string> TokenHosts { get; init; } = [];

    /// <summary>Nothing is known; the distribution spec is.</summary>
    public static RegistryProfile Generic { get; } = new() { Name = "registry" };

    /// <summary>CNCF Distribution 2.x: a session ends with a broken chunk.</summary>
    public static RegistryProfile Distribution2 { get; } = new() { Name = "distribution 2.8", Resumes = false };

    /// <summary>CNCF Distribution 3.x.</summary>
    public static RegistryProfile Distribution3 { get; } = new() { Name = "distribution 3" };

    /// <summary>zot: a session ends with a broken chunk.</summary>
    public static RegistryProfile Zot { get; } = new() { Name = "zot", Resumes = false };

    /// <summary>Harbor, which ships Distribution 2.8.</summary>
    public static RegistryProfile Harbor { get; } = new() { Name = "Harbor", Resumes = false };

    /// <summary>GitHub's registry: chunks stay below 4 MiB.</summary>
    public static RegistryProfile Ghcr { get; } = new()
    {
        Name = "GHCR",
        ChunkBytes = (4 * 1024 * 1024) - 1024,
    };

    /// <summary>
    /// Amazon's registry: repositories must be there, chunks have 5 to 10 MiB, a manifest few layers.
    /// </summary>
    public static RegistryProfile Ecr { get; } = new()
    {
        Name = "ECR",
        MaxLayers = 500,
        MaxBlobBytes = 52_000L * 1024 * 1024,
        ChunkBytes = 5 * 1024 * 1024,
        MinChunkBytes = 5 * 1024 * 1024,
        RangeMayStandStill = true,
        MakesRepositories = false,
        CreateCommand = "aws ecr create-repository --repository-name {0}",
    };

    /// <summary>Google's registry: no chunks. A push makes what is in a repository, and not the repository.</summary>
    public static RegistryProfile Gar { get; } = new()
    {
        Name = "GAR",
        TakesChunks = false,
        CreateCommand = "gcloud artifacts repositories create {2} --repository-format=docker --project={1} "
            + "--location=LOCATION",
        CreatedParts = 3,
    };

    /// <summary>Azure's registry.</summary>
    public static RegistryProfile Acr { get; } = new() { Name = "ACR" };

    /// <summary>Docker Hub.</summary>
    public static RegistryProfile DockerHub { get; } = new() { Name = "Docker Hub", TokenHosts = ["auth.docker.io"] };

    /// <summary>The registry of Fermyon Cloud (spec/cloud-deploy.md 1.8).</summary>
    public static RegistryProfile FermyonCloud { get; } = new()
    {
        Name = "Fermyon Cloud",
        IsPushOnly = true,
        TakesGivenToken = true,
        Mounts = false,
        MaxLayers = 500,
        ChunkBytes = 4 * 1024 * 1024,
    };

    // ACCOUNT.dkr.ecr.REGION.amazonaws.com, ACCOUNT.dkr-ecr.REGION.on.aws with IPv6, and both in FIPS.
    private static ImmutableArray<string> EcrParts { get; } =
        [".dkr.ecr.", ".dkr.ecr-fips.", ".dkr-ecr.", ".dkr-ecr-fips."];

    // Google's older host names: the repository is the host's, and not a part of the name.
    private static RegistryProfile Gcr { get; } = Gar with { CreateCommand = null };

    /// <summary>All profiles that have a name of their own.</summary>
    public static ImmutableArray<RegistryProfile> All { get; } =
        [Distribution2, Distribution3, Zot, Harbor, Ghcr, Ecr, Gar, Acr, DockerHub, FermyonCloud];

    /// <summary>Tells the profile by the host's name.</summary>
    /// <param name="host">A host as a reference has it.</param>
    /// <returns>The profile; <see cref="Generic"/> when the name says nothing.</returns>
    public static RegistryProfile Of(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.Split(':')[0].ToLowerInvariant() switch
        {
            "docker.io" or "index.docker.io" or "registry-1.docker.io" or "registry.hub.docker.com" => DockerHub,
            "ghcr.io" => Ghcr,
            "public.ecr.aws" => Ecr,
            "gcr.io" => Gcr,
            "registry.cloud.fermyon.com" => FermyonCloud,
            var name when name.EndsWith(".azurecr.io", StringComparison.Ordinal) => Acr,
            var name when name.EndsWith(".pkg.dev", StringComparison.Ordinal) => Gar,
            var name when name.EndsWith(".gcr.io", StringComparison.Ordinal) => Gcr,
            var name when EcrParts.Any(part => name.Contains(part, StringComparison.Ordinal)) => Ecr,
            _ => Generic,
        };
    }

    /// <summary>The command that makes a repository; null where none is known.</summary>
    internal string? CreateCommandOrNull(string repository)
    {
        var parts = repository.Split('/');
        return CreateCommand is { } form && parts.Length >= CreatedParts
            ? string.Format(CultureInfo.InvariantCulture, form, [repository, .. parts])
            : null;
    }

    /// <summary>The first limit that a manifest breaks.</summary>
    /// <param name="layers">Its layers.</param>
    /// <param name="manifestBytes">Its length.</param>
    /// <param name="largestBlob">The length of the largest blob.</param>
    /// <returns>What is wrong, without a full stop; null when it fits.</returns>
    public string? FaultOrNull(int layers, long manifestBytes, long largestBlob) => true switch
    {
        _ when layers > MaxLayers =>
            $"{Name} takes at most {MaxLayers} layers and there are {layers}",
        _ when manifestBytes > MaxManifestBytes =>
            $"{Name} takes manifests of at most {MaxManifestBytes} bytes and this one has {manifestBytes}",
        _ when largestBlob > MaxBlobBytes =>
            $"{Name} takes blobs of at most {MaxBlobBytes} bytes and one has {largestBlob}",
        _ => null,
    };
}
