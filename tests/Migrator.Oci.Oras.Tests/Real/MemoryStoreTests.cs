using OrasProject.Oras.Content;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Oras.Tests.Real;

/// <summary>ORAS' store in memory, which lists no tags and keeps blobs by media type as well.</summary>
public sealed class MemoryStoreTests
{
    [Fact]
    public async Task PushImage_WithReferrer_IsFoundAndReadAgain()
    {
        await using var target = new OrasTarget(new MemoryStore(), "memory store", default);

        var image = await PushImageAsync(target, "t", "a", "b");
        await PushLayerAsync(target, "c");
        var pushed = await PushManifestAsync(target, ManifestOf("c") with { Subject = image, ArtifactType = "x" });

        Assert.Equal(image, await target.ResolveOrNullAsync("t", CancellationToken.None));
        Assert.Equal(ManifestOf("a", "b").ToBytes(), await ReadAsync(target, image));
        var found = Assert.Single(
            await ToListAsync(target.ListReferrersAsync(image.Digest, "x", CancellationToken.None)));
        Assert.Equal(pushed.Digest, found.Digest);
    }
}
