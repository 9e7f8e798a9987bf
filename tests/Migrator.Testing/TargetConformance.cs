using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Xunit;
using static Migrator.Testing.OciContent;

namespace Migrator.Testing;

/// <summary>What every target must do. Each target derives its test class from this one.</summary>
public abstract class TargetConformance : TagConformance
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task PushBlobAsync_NewBlob_CanBeReadAtOnce()
    {
        await using var target = await OpenAsync();
        Assert.False(await target.ExistsAsync(Layer("a"), None));
        Assert.Equal(PushResult.Pushed, await PushLayerAsync(target, "a"));
        Assert.True(await target.ExistsAsync(Layer("a"), None));
        Assert.Equal(Bytes("a"), await ReadAsync(target, Layer("a")));
    }

    [Fact]
    public async Task PushBlobAsync_EmptyBlob_IsKept()
    {
        await using var target = await OpenAsync();
        Assert.Equal(PushResult.Pushed, await PushLayerAsync(target, ""));
        Assert.Empty(await ReadAsync(target, Layer("")));
    }

    [Fact]
    public async Task PushBlobAsync_BlobThatIsThere_DoesNotOpenIt()
    {
        await using var target = await OpenAsync();
        await PushLayerAsync(target, "a");
        Assert.Equal(PushResult.AlreadyThere, await target.PushBlobAsync(Layer("a"), NoOpener, None));
    }

    [Fact]
    public async Task PushBlobAsync_SameBlobManyTimesAtOnce_IsOpenedOnce()
    {
        await using var target = await OpenAsync();
        var opened = 0;
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => target.PushBlobAsync(
            Layer("a"),
            async token =>
            {
                Interlocked.Increment(ref opened);
                await Task.Yield();
                return await Opener(Bytes("a"))(token);
            },
            None))));
        Assert.Equal(1, opened);
        Assert.Single(results, PushResult.Pushed);
    }

    [Theory]
    [InlineData("b")]
    [InlineData("")]
    [InlineData("ab")]
    public async Task PushBlobAsync_OtherBytes_FailsAndKeepsNothing(string sent)
    {
        await using var target = await OpenAsync();
        var mismatch = await Assert.ThrowsAsync<BlobMismatchException>(
            () => target.PushBlobAsync(Layer("a"), Opener(Bytes(sent)), None));
        Assert.Equal(Layer("a"), mismatch.Expected);
        Assert.Equal(sent.Length, mismatch.ActualSize);
        Assert.False(await target.ExistsAsync(Layer("a"), None));
        Assert.Equal(PushResult.Pushed, await PushLayerAsync(target, "a"));
    }

    [Fact]
    public async Task PushBlobAsync_SourceFails_ItsOwnErrorComesOut()
    {
        await using var target = await OpenAsync();
        await Assert.ThrowsAsync<IOException>(
            () => target.PushBlobAsync(Layer("a"), _ => throw new IOException("source"), None));
        Assert.Equal(PushResult.Pushed, await PushLayerAsync(target, "a"));
    }

    [Fact]
    public async Task PushBlobAsync_Cancelled_KeepsNothing()
    {
        await using var target = await OpenAsync();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => target.PushBlobAsync(
            Layer("a"),
            async token =>
            {
                await stop.CancelAsync();
                return await Opener(Bytes("a"))(token);
            },
            stop.Token));
        Assert.False(await target.ExistsAsync(Layer("a"), None));
    }

    [Fact]
    public async Task ExistsAsync_OtherSize_IsFalse()
    {
        await using var target = await OpenAsync();
        await PushLayerAsync(target, "a");
        Assert.False(await target.ExistsAsync(Layer("a") with { Size = 2 }, None));
    }

    [Fact]
    public async Task OpenAsync_BlobThatIsNotThere_Fails()
    {
        await using var target = await OpenAsync();
        await Assert.ThrowsAnyAsync<TargetException>(() => target.OpenAsync(Layer("a"), None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task OpenAsync_OtherSizeInTheDescriptor_FailsWhileReading(long size)
    {
        await using var target = await OpenAsync();
        await PushLayerAsync(target, "a");
        await Assert.ThrowsAsync<BlobMismatchException>(() => ReadAsync(target, Layer("a") with { Size = size }));
    }

    [Fact]
    public async Task PushManifestAsync_BlobMissing_FailsAndNamesIt()
    {
        await using var target = await OpenAsync();
        var fault = await Assert.ThrowsAnyAsync<TargetException>(() => PushManifestAsync(target, ManifestOf("a")));
        Assert.Contains(Layer("a").Digest.ToString(), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PushManifestAsync_OtherBytes_Fails()
    {
        await using var target = await OpenAsync();
        await Assert.ThrowsAsync<BlobMismatchException>(
            () => target.PushManifestAsync(Layer("a"), Bytes("b"), None));
    }

    [Fact]
    public async Task PushManifestAsync_NoManifest_Fails()
    {
        await using var target = await OpenAsync();
        await Assert.ThrowsAnyAsync<TargetException>(() => target.PushManifestAsync(Layer("a"), Bytes("a"), None));
    }

    [Fact]
    public async Task PushManifestAsync_Twice_IsThereTheSecondTime()
    {
        await using var target = await OpenAsync();
        var image = await PushImageAsync(target, "t", "a");
        Assert.Equal(
            PushResult.AlreadyThere,
            await target.PushManifestAsync(image, ManifestOf("a").ToBytes(), None));
    }

    [Fact]
    public async Task PushManifestAsync_IndexOfManifests_CanBeTagged()
    {
        await using var target = await OpenAsync();
        var bytes = new ImageIndex { Manifests = [await PushImageAsync(target, tag: null, "a")] }.ToBytes();
        var index = Descriptor.Of(MediaTypes.ImageIndex, bytes);
        await target.PushManifestAsync(index, bytes, None);
        await target.TagAsync(index, "t", None);
        Assert.Equal(index, await target.ResolveOrNullAsync("t", None));
        Assert.Equal(index, await target.ResolveOrNullAsync(index.Digest.ToString(), None));
    }

    [Fact]
    public async Task ResolveOrNullAsync_TagAndDigest_GiveTheManifest()
    {
        await using var target = await OpenAsync();
        var image = await PushImageAsync(target, "t", "a", "b");
        Assert.Equal(image, await target.ResolveOrNullAsync("t", None));
        Assert.Equal(image, await target.ResolveOrNullAsync(image.Digest.ToString(), None));
        Assert.Equal(ManifestOf("a", "b").ToBytes(), await ReadAsync(target, image));
    }

    [Fact]
    public async Task ResolveOrNullAsync_UntaggedManifest_IsFoundByDigest()
    {
        await using var target = await OpenAsync();
        var image = await PushImageAsync(target, tag: null, "a");
        Assert.Equal(image, await target.ResolveOrNullAsync(image.Digest.ToString(), None));
        Assert.Empty(await ToListAsync(target.ListTagsAsync(None)));
    }

    [Fact]
    public async Task ResolveOrNullAsync_WhatIsNoManifest_IsNull()
    {
        await using var target = await OpenAsync();
        await PushImageAsync(target, "t", "a");
        Assert.Null(await target.ResolveOrNullAsync("u", None));
        Assert.Null(await target.ResolveOrNullAsync(Layer("b").Digest.ToString(), None));
        Assert.Null(await target.ResolveOrNullAsync(Layer("a").Digest.ToString(), None));
    }

    [Fact]
    public async Task ListReferrersAsync_ByTypeAndSubject_GivesThemInDigestOrder()
    {
        await using var target = await OpenAsync();
        var image = await PushImageAsync(target, "t", "a");
        var other = await PushImageAsync(target, "u", "b");
        var first = await PushManifestAsync(target, ManifestOf() with { ArtifactType = "x", Subject = image });
        var second = await PushManifestAsync(target, ManifestOf() with { Subject = image });
        await PushManifestAsync(target, ManifestOf() with { Subject = other });

        var all = await ToListAsync(target.ListReferrersAsync(image.Digest, artifactType: null, None));
        Assert.Equal(
            new[] { first.Digest, second.Digest }.OrderBy(digest => digest.Hex, StringComparer.Ordinal),
            all.Select(referrer => referrer.Digest));
        var typed = Assert.Single(await ToListAsync(target.ListReferrersAsync(image.Digest, "x", None)));
        Assert.Equal(first with { ArtifactType = "x" }, typed);
        Assert.Contains(all, referrer => referrer.ArtifactType == MediaTypes.ImageConfig);
        Assert.Equal(["t", "u"], await ToListAsync(target.ListTagsAsync(None)));
    }

    [Fact]
    public async Task PushManifestAsync_ReferrerBeforeItsSubject_IsTaken()
    {
        await using var target = await OpenAsync();
        var subject = Descriptor.Of(MediaTypes.ImageManifest, ManifestOf("a").ToBytes());
        await PushManifestAsync(target, ManifestOf() with { Subject = subject });
        Assert.Single(await ToListAsync(target.ListReferrersAsync(subject.Digest, artifactType: null, None)));
    }

    [Fact]
    public async Task PushImages_InParallel_AllComeThrough()
    {
        await using var target = await OpenAsync();
        var images = await Task.WhenAll(Enumerable.Range(0, 24).Select(number => Task.Run(
            () => PushImageAsync(target, $"t{number:00}", "shared", $"own {number}"))));
        Assert.Equal(Enumerable.Range(0, 24).Select(n => $"t{n:00}"), await ToListAsync(target.ListTagsAsync(None)));
        foreach (var (number, image) in images.Index())
        {
            Assert.Equal(image, await target.ResolveOrNullAsync($"t{number:00}", None));
            Assert.Equal(Bytes($"own {number}"), await ReadAsync(target, Layer($"own {number}")));
        }
    }
}
