using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Xunit;
using static Migrator.Testing.OciContent;

namespace Migrator.Testing;

/// <summary>
/// What every target on disk must do besides: what was pushed lasts, what was not finished leaves no trace.
/// </summary>
public abstract class LastingTargetConformance : TargetConformance, IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>The folder that everything of the test is in.</summary>
    protected TempFolder Folder { get; } = new();

    /// <summary>The path of the target, below the folder.</summary>
    protected abstract string Place { get; }

    /// <summary>Opens the target at a path to push to.</summary>
    protected abstract ITarget Open(string path);

    /// <summary>Opens the target at a path to read.</summary>
    protected abstract IReadOnlyTarget OpenReadOnly(string path);

    /// <summary>Changes a blob that is there for good, and not its length.</summary>
    protected abstract void Damage(Descriptor blob);

    /// <inheritdoc/>
    protected override Task<ITarget> OpenAsync() => Task.FromResult(Open(Place));

    [Fact]
    public async Task Open_AfterAPush_FindsEverything()
    {
        await using (var target = Open(Place))
        {
            var pushed = await PushImageAsync(target, "t", "a", "b");
            await PushManifestAsync(target, ManifestOf() with { Subject = pushed, ArtifactType = "x" });
        }

        await using var again = OpenReadOnly(Place);
        var image = await again.ResolveOrNullAsync("t", None);
        Assert.NotNull(image);
        Assert.Equal(ManifestOf("a", "b").ToBytes(), await ReadAsync(again, image));
        Assert.Equal(Bytes("b"), await ReadAsync(again, Layer("b")));
        Assert.Single(await ToListAsync(again.ListReferrersAsync(image.Digest, "x", None)));
    }

    [Fact]
    public async Task TagAsync_Done_IsSeenByOthersAtOnce()
    {
        await using var target = Open(Place);
        var image = await PushImageAsync(target, "t", "a");
        await using var other = OpenReadOnly(Place);
        Assert.Equal(image, await other.ResolveOrNullAsync("t", None));
        Assert.Equal(Bytes("a"), await ReadAsync(other, Layer("a")));
    }

    [Fact]
    public async Task DisposeAsync_BlobsWithoutAManifest_LeavesNoTrace()
    {
        var before = Folder.Fingerprint();
        await using (var target = Open(Place))
        {
            await PushLayerAsync(target, "a");
            Assert.True(Directory.Exists(Path.GetDirectoryName(Place)));
        }

        Assert.Equal(before, Folder.Fingerprint());
    }

    [Fact]
    public async Task DisposeAsync_MoreBlobsThanTheManifestNames_LeavesThoseOut()
    {
        await using (var target = Open(Place))
        {
            await PushLayerAsync(target, "stray");
            await PushImageAsync(target, "t", "a");
        }

        await using var again = OpenReadOnly(Place);
        Assert.False(await again.ExistsAsync(Layer("stray"), None));
        Assert.True(await again.ExistsAsync(Layer("a"), None));
    }

    [Fact]
    public async Task Push_EverythingIsThere_WritesNothing()
    {
        await using (var target = Open(Place))
        {
            await PushImageAsync(target, "t", "a");
        }

        var before = Stamp();
        await using (var target = Open(Place))
        {
            Assert.Equal(PushResult.AlreadyThere, await target.PushBlobAsync(Layer("a"), NoOpener, None));
            await PushImageAsync(target, "t", "a");
        }

        Assert.Equal(before, Stamp());
    }

    [Fact]
    public async Task PushBlobAsync_DamagedBlobOfTheRightSize_IsReplaced()
    {
        await PushAndDamageAsync(Layer("one layer"));

        await using (var target = Open(Place))
        {
            Assert.Equal(PushResult.Pushed, await PushLayerAsync(target, "one layer"));
            await PushImageAsync(target, "u", "one layer", "own");
        }

        await using var again = OpenReadOnly(Place);
        Assert.Equal(Bytes("one layer"), await ReadAsync(again, Layer("one layer")));
        Assert.Equal(["t", "u"], await ToListAsync(again.ListTagsAsync(None)));
    }

    [Fact]
    public async Task PushManifestAsync_SameImageOverADamagedBlob_BringsItBack()
    {
        await PushAndDamageAsync(Layer("one layer"));

        await using (var target = Open(Place))
        {
            await PushImageAsync(target, "t", "one layer");
        }

        await using var again = OpenReadOnly(Place);
        Assert.Equal(Bytes("one layer"), await ReadAsync(again, Layer("one layer")));
    }

    [Fact]
    public async Task PushManifestAsync_DamagedManifest_IsReplaced()
    {
        var image = await PushAndDamageAsync(Descriptor.Of(MediaTypes.ImageManifest, ManifestOf("one layer").ToBytes()));

        await using (var target = Open(Place))
        {
            await PushImageAsync(target, "t", "one layer");
        }

        await using var again = OpenReadOnly(Place);
        Assert.Equal(ManifestOf("one layer").ToBytes(), await ReadAsync(again, image));
    }

    [Fact]
    public async Task PushManifestAsync_NewOneOverADamagedBlob_FailsAndNamesIt()
    {
        await PushAndDamageAsync(Layer("one layer"));

        await using var target = Open(Place);
        await PushLayerAsync(target, "own");
        var fault = await Assert.ThrowsAsync<TargetException>(
            () => PushManifestAsync(target, ManifestOf("own", "one layer")));
        Assert.Contains(Layer("one layer").Digest.ToString(), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TagAsync_DamagedBlob_FailsForANewTagAndReadsNothingForTheOldOne()
    {
        var image = await PushAndDamageAsync(Layer("one layer"));

        await using var target = Open(Place);
        await target.TagAsync(image, "t", None);
        await Assert.ThrowsAsync<TargetException>(() => target.TagAsync(image, "u", None));
        Assert.Equal(["t"], await ToListAsync(target.ListTagsAsync(None)));
    }

    [Fact]
    public async Task ListReferrersAsync_DamagedManifestsBesideASoundImage_FindsItsReferrer()
    {
        Descriptor image, damaged, lost;
        await using (var target = Open(Place))
        {
            image = await PushImageAsync(target, "t", "a");
            await PushManifestAsync(target, ManifestOf() with { Subject = image, ArtifactType = "x" });
            damaged = await PushImageAsync(target, "u", "b");
            lost = await PushManifestAsync(target, ManifestOf() with { Subject = damaged, ArtifactType = "x" });
        }

        Damage(damaged);
        Damage(lost);

        await using var again = OpenReadOnly(Place);
        Assert.Single(await ToListAsync(again.ListReferrersAsync(image.Digest, "x", None)));
        Assert.Empty(await ToListAsync(again.ListReferrersAsync(damaged.Digest, "x", None)));
        Assert.Empty(await ToListAsync(again.ListReferrersAsync(Layer("a").Digest, artifactType: null, None)));
    }

    [Fact]
    public async Task Open_NothingPushed_WritesNothing()
    {
        var before = Folder.Fingerprint();
        await using (var target = Open(Place))
        {
            Assert.Null(await target.ResolveOrNullAsync("t", None));
        }

        Assert.Equal(before, Folder.Fingerprint());
    }

    [Fact]
    public async Task PushBlobAsync_PlaceCannotBeMade_IsTheTargetsFault()
    {
        var file = Folder.Combine("file");
        await File.WriteAllTextAsync(file, "");
        await using var target = Open(Path.Combine(file, "below"));
        var fault = await Assert.ThrowsAsync<TargetException>(() => PushLayerAsync(target, "a"));
        Assert.Contains(target.Description, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenReadOnly_NothingThere_FailsAndMakesNothing()
    {
        var before = Folder.Fingerprint();
        Assert.Throws<TargetException>(() => OpenReadOnly(Place));
        Assert.Equal(before, Folder.Fingerprint());
    }

    [Fact]
    public async Task PushImages_ManyTargetsOfOnePlace_AllComeThrough()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => Task.Run(async () =>
        {
            await using var target = Open(Place);
            await PushImageAsync(target, $"t{number:00}", "shared", $"own {number}");
        })));
        await using var all = OpenReadOnly(Place);
        Assert.Equal(Enumerable.Range(0, 12).Select(n => $"t{n:00}"), await ToListAsync(all.ListTagsAsync(None)));
        foreach (var number in Enumerable.Range(0, 12))
        {
            Assert.Equal(Bytes($"own {number}"), await ReadAsync(all, Layer($"own {number}")));
        }

        Assert.DoesNotContain("staging", Folder.Fingerprint(), StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<Descriptor> PushAndDamageAsync(Descriptor blob)
    {
        await using var target = Open(Place);
        var image = await PushImageAsync(target, "t", "one layer");
        Damage(blob);
        return image;
    }

    private string Stamp() => Folder.Fingerprint() + string.Concat(
        Directory.EnumerateFileSystemEntries(Folder.Path, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => $"\n{path} {File.GetLastWriteTimeUtc(path):O}"));
}
