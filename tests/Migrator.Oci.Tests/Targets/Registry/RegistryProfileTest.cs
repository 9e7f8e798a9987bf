using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>What is known of each kind of registry (spec/oci-peers.md 3a, 3f), and what comes of it.</summary>
public sealed class RegistryProfileTest
{
    [Theory]
    [InlineData("docker.io", "Docker Hub")]
    [InlineData("index.docker.io", "Docker Hub")]
    [InlineData("registry.hub.docker.com", "Docker Hub")]
    [InlineData("ghcr.io", "GHCR")]
    [InlineData("GHCR.IO:443", "GHCR")]
    [InlineData("public.ecr.aws", "ECR")]
    [InlineData("123456789012.dkr.ecr.eu-west-1.amazonaws.com", "ECR")]
    [InlineData("123456789012.dkr.ecr-fips.us-east-1.amazonaws.com", "ECR")]
    [InlineData("123456789012.dkr-ecr.eu-west-1.on.aws", "ECR")]
    [InlineData("123456789012.dkr-ecr-fips.us-east-1.on.aws", "ECR")]
    [InlineData("gcr.io", "GAR")]
    [InlineData("eu.gcr.io", "GAR")]
    [InlineData("europe-docker.pkg.dev", "GAR")]
    [InlineData("team.azurecr.io", "ACR")]
    [InlineData("registry.cloud.fermyon.com", "Fermyon Cloud")]
    [InlineData("registry.example.com", "registry")]
    [InlineData("ghcr.io.example.com", "registry")]
    [InlineData("azurecr.io.example.com", "registry")]
    public void Of_Host_IsToldByItsName(string host, string name) =>
        Assert.Equal(name, RegistryProfile.Of(host).Name);

    [Fact]
    public void All_Profiles_AreTheTenOfTheSpecification() => Assert.Equal(
        [
            "distribution 2.8", "distribution 3", "zot", "Harbor", "GHCR", "ECR", "GAR", "ACR", "Docker Hub",
            "Fermyon Cloud",
        ],
        RegistryProfile.All.Select(profile => profile.Name));

    [Theory]
    [InlineData("GHCR", 4_193_280, 65_536, true, true)]
    [InlineData("ECR", 5_242_880, 5_242_880, true, true)]
    [InlineData("GAR", 8_388_608, 65_536, false, true)]
    [InlineData("distribution 2.8", 8_388_608, 65_536, true, false)]
    [InlineData("Harbor", 8_388_608, 65_536, true, false)]
    [InlineData("zot", 8_388_608, 65_536, true, false)]
    [InlineData("distribution 3", 8_388_608, 65_536, true, true)]
    public void Profile_Chunks_AreThoseOfTheSpecification(
        string name, long longest, long shortest, bool takesChunks, bool resumes)
    {
        var profile = RegistryProfile.All.Single(profile => profile.Name == name);

        Assert.Equal(
            (longest, shortest, takesChunks, resumes),
            (profile.ChunkBytes, profile.MinChunkBytes, profile.TakesChunks, profile.Resumes));
    }

    [Theory]
    [InlineData(500, 4_194_304, 54_525_952_000, null)]
    [InlineData(501, 0, 0, "at most 500 layers")]
    [InlineData(0, 4_194_305, 0, "manifests of at most 4194304 bytes")]
    [InlineData(0, 0, 54_525_952_001, "blobs of at most 54525952000 bytes")]
    public void FaultOrNull_EachLimit_HoldsToTheLastByte(int layers, long manifest, long blob, string? fault)
    {
        var found = RegistryProfile.Ecr.FaultOrNull(layers, manifest, blob);

        Assert.Equal(fault is null, found is null);
        Assert.Contains(fault ?? "", found ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manifest")]
    [InlineData("blob")]
    public async Task Push_AboveALimit_SendsNothing(string limit)
    {
        var profile = limit == "blob"
            ? RegistryProfile.Generic with { MaxBlobBytes = 3 }
            : RegistryProfile.Generic with { MaxManifestBytes = 100 };
        await using var hosted = await HostedTarget.StartAsync(profile: profile);
        var manifest = ManifestOf("four").ToBytes();

        var unfit = Assert.Throws<RegistryException>(
            () => hosted.Open().RequireFit(Descriptor.Of(MediaTypes.ImageManifest, manifest), manifest));
        if (limit == "blob")
        {
            unfit = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "four"));
        }

        Assert.Equal(RegistryFailure.Refused, unfit.Failure);
        Assert.Contains("Nothing was sent.", unfit.Message, StringComparison.Ordinal);
        Assert.Equal(0, hosted.Host.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Push_Mounts_AreAskedForWhereTheyAreOfUse(bool mounts)
    {
        await using var hosted = await HostedTarget.StartAsync(
            profile: RegistryProfile.Generic with { Mounts = mounts });

        Assert.Equal(PushResult.Pushed, await PushLayerAsync(hosted.Open("team/one"), "a"));
        await PushLayerAsync(hosted.Open("team/two"), "a");

        Assert.Equal(mounts ? 1 : 2, hosted.Host.Requests.CountOf(RequestKind.UploadPut));
    }
}
