using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Xunit;
using static Migrator.Testing.OciContent;

namespace Migrator.Testing;

/// <summary>What every target must do with tags; part of <see cref="TargetConformance"/>.</summary>
public abstract class TagConformance
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Opens a new and empty target.</summary>
    protected abstract Task<ITarget> OpenAsync();

    [Fact]
    public async Task TagAsync_TagThatIsThere_Moves()
    {
        await using var target = await OpenAsync();
        await PushImageAsync(target, "t", "a");
        var second = await PushImageAsync(target, "t", "b");
        Assert.Equal(second, await target.ResolveOrNullAsync("t", None));
        Assert.Equal(["t"], await ToListAsync(target.ListTagsAsync(None)));
    }

    [Fact]
    public async Task TagAsync_SeveralTags_AreListedInOrdinalOrder()
    {
        await using var target = await OpenAsync();
        var image = await PushImageAsync(target, "b", "a");
        await target.TagAsync(image, "a", None);
        await target.TagAsync(image, "B", None);
        Assert.Equal(["B", "a", "b"], await ToListAsync(target.ListTagsAsync(None)));
        Assert.Equal(image, await target.ResolveOrNullAsync("a", None));
    }

    [Fact]
    public async Task TagAsync_ManifestThatIsNotThere_Fails()
    {
        await using var target = await OpenAsync();
        await Assert.ThrowsAnyAsync<TargetException>(() => target.TagAsync(Layer("a"), "t", None));
    }

    [Fact]
    public async Task TagAsync_BlobThatIsNoManifest_Fails()
    {
        await using var target = await OpenAsync();
        await PushImageAsync(target, "t", "a");
        await Assert.ThrowsAnyAsync<TargetException>(() => target.TagAsync(Layer("a"), "u", None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("-a")]
    [InlineData("a+b")]
    public async Task TagAsync_BadTag_IsRefused(string tag)
    {
        await using var target = await OpenAsync();
        var image = await PushImageAsync(target, tag: null, "a");
        await Assert.ThrowsAsync<ArgumentException>(() => target.TagAsync(image, tag, None));
    }

    [Fact]
    public async Task PushTaggedAsync_Image_IsFoundByTagAndDigest()
    {
        await using var target = await OpenAsync();
        await PushBlobsAsync(target, "a");
        var (image, manifest) = ImageOf("a");

        Assert.Equal(PushResult.Pushed, await target.PushTaggedAsync(image, manifest, "t", None));

        Assert.Equal(image, await target.ResolveOrNullAsync("t", None));
        Assert.Equal(image, await target.ResolveOrNullAsync(image.Digest.ToString(), None));
        Assert.Equal(manifest, await ReadAsync(target, image));
    }

    [Fact]
    public async Task PushTaggedAsync_TagThatIsThere_Moves()
    {
        await using var target = await OpenAsync();
        await PushImageAsync(target, "t", "a");
        await PushBlobsAsync(target, "b");
        var (image, manifest) = ImageOf("b");

        await target.PushTaggedAsync(image, manifest, "t", None);
        await target.PushTaggedAsync(image, manifest, "u", None);

        Assert.Equal(image, await target.ResolveOrNullAsync("t", None));
        Assert.Equal(["t", "u"], await ToListAsync(target.ListTagsAsync(None)));
    }

    [Fact]
    public async Task PushTaggedAsync_BlobMissing_FailsAndTagsNothing()
    {
        await using var target = await OpenAsync();
        await PushBlobsAsync(target);
        var (image, manifest) = ImageOf("a");

        var fault = await Assert.ThrowsAnyAsync<TargetException>(
            () => target.PushTaggedAsync(image, manifest, "t", None));

        Assert.Contains(Layer("a").Digest.ToString(), fault.Message, StringComparison.Ordinal);
        Assert.Null(await target.ResolveOrNullAsync("t", None));
    }

    [Fact]
    public async Task PushTaggedAsync_OtherBytes_FailsAndTagsNothing()
    {
        await using var target = await OpenAsync();
        await PushBlobsAsync(target, "a");

        await Assert.ThrowsAsync<BlobMismatchException>(
            () => target.PushTaggedAsync(ImageOf("a").Image, ManifestOf("b").ToBytes(), "t", None));

        Assert.Null(await target.ResolveOrNullAsync("t", None));
    }

    [Fact]
    public async Task PushTaggedAsync_BadTag_IsRefused()
    {
        await using var target = await OpenAsync();
        await PushBlobsAsync(target, "a");
        var (image, manifest) = ImageOf("a");

        await Assert.ThrowsAsync<ArgumentException>(() => target.PushTaggedAsync(image, manifest, "a+b", None));
    }

    [Fact]
    public async Task PushTaggedAsync_Referrer_IsListedWithItsSubject()
    {
        await using var target = await OpenAsync();
        var subject = await PushImageAsync(target, "t", "a");
        await PushBlobsAsync(target, "b");
        var manifest = (ManifestOf("b") with { Subject = subject }).ToBytes();
        var referrer = Descriptor.Of(MediaTypes.ImageManifest, manifest);

        await target.PushTaggedAsync(referrer, manifest, "u", None);

        var listed = Assert.Single(await ToListAsync(target.ListReferrersAsync(subject.Digest, null, None)));
        Assert.Equal(referrer.Digest, listed.Digest);
        Assert.Equal(referrer, await target.ResolveOrNullAsync("u", None));
    }

    private static async Task PushBlobsAsync(ITarget target, params string[] layers)
    {
        await target.PushBlobAsync(ManifestOf().Config, Opener(Bytes("{}")), None);
        foreach (var layer in layers)
        {
            await PushLayerAsync(target, layer);
        }
    }

    private static (Descriptor Image, byte[] Manifest) ImageOf(params string[] layers)
    {
        var manifest = ManifestOf(layers).ToBytes();
        return (Descriptor.Of(MediaTypes.ImageManifest, manifest), manifest);
    }
}
