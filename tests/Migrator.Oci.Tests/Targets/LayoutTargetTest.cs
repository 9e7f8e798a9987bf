using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Layout;
using Migrator.Testing;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets;

public sealed class LayoutTargetTest : LastingTargetConformance
{
    private static readonly CancellationToken None = CancellationToken.None;

    protected override string Place => Folder.Combine("made", "layout");

    private string Index => Path.Combine(Place, "index.json");

    private string Marker => Path.Combine(Place, "oci-layout");

    protected override ITarget Open(string path) => LayoutTarget.Open(path);

    protected override IReadOnlyTarget OpenReadOnly(string path) => LayoutTarget.OpenReadOnly(path);

    protected override void Damage(Descriptor blob)
    {
        var path = Path.Combine(Place, "blobs", "sha256", blob.Digest.Hex);
        File.WriteAllBytes(path, [.. File.ReadAllBytes(path)[..^1], (byte)'!']);
    }

    [Fact]
    public async Task Push_NewLayout_HasTheFilesOfTheSpecAndNoOthers()
    {
        Descriptor image;
        await using (var target = Open(Place))
        {
            image = await PushImageAsync(target, "t", "a");
        }

        var blobs = new[] { image, Layer("a"), ManifestOf().Config }.Select(blob => $"blobs/sha256/{blob.Digest.Hex}");
        Assert.Equal(
            ["blobs", "blobs/sha256", .. blobs.Order(StringComparer.Ordinal), "index.json", "oci-layout"],
            Directory.EnumerateFileSystemEntries(Place, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Place, path).Replace('\\', '/'))
                .Order(StringComparer.Ordinal));
        Assert.Equal("{\"imageLayoutVersion\":\"1.0.0\"}", await File.ReadAllTextAsync(Marker));
        Assert.Equal(
            $$$"""
            {"manifests":[{"annotations":{"org.opencontainers.image.ref.name":"t"},"digest":"{{{image.Digest}}}",
            "mediaType":"application/vnd.oci.image.manifest.v1+json","size":{{{image.Size}}}}],
            "mediaType":"application/vnd.oci.image.index.v1+json","schemaVersion":2}
            """.ReplaceLineEndings(""),
            await File.ReadAllTextAsync(Index));
    }

    [Fact]
    public async Task PushBlobAsync_BeforeAManifest_IsNotAmongTheLayoutsBlobs()
    {
        await using var target = Open(Place);
        await PushLayerAsync(target, "a");
        Assert.False(Directory.Exists(Path.Combine(Place, "blobs")));
    }

    [Fact]
    public async Task PushManifestAsync_Referrer_IsListedWithItsTypeAndWithoutATag()
    {
        await using var target = Open(Place);
        var image = await PushImageAsync(target, "t", "a");
        var referrer = await PushManifestAsync(target, ManifestOf() with { ArtifactType = "x", Subject = image });
        var entry = ImageIndex.Parse(await File.ReadAllBytesAsync(Index)).Manifests[1];
        Assert.Equal(referrer with { ArtifactType = "x" }, entry);
    }

    [Fact]
    public async Task TagAsync_TwoTagsThenOneMoves_TwoEntriesInTheirPlaces()
    {
        await using var target = Open(Place);
        var first = await PushImageAsync(target, "t", "a");
        await target.TagAsync(first, "u", None);
        var second = await PushImageAsync(target, "t", "b");
        var entries = ImageIndex.Parse(await File.ReadAllBytesAsync(Index)).Manifests;
        Assert.Equal([second.Digest, first.Digest], entries.Select(entry => entry.Digest));
        Assert.Equal(["t", "u"], entries.Select(entry => entry.Annotations["org.opencontainers.image.ref.name"]));
    }

    [Fact]
    public async Task TagAsync_LayoutOfAnotherTool_KeepsWhatIsNotKnownHere()
    {
        const string foreign = """
            { "digest" : "sha512:00", "size":1, "platform": {"os":"x"},
              "annotations":{"org.opencontainers.image.ref.name":"f"}}
            """;
        const string start = """{"x-before":[1.0e3],"schemaVersion":2,"manifests":[""" + foreign;
        const string end = """],"annotations":{"k": "v"}}""";
        Directory.CreateDirectory(Place);
        await File.WriteAllTextAsync(Marker, """{"imageLayoutVersion": "1.0.0", "more": 1}""");
        await File.WriteAllTextAsync(Index, start + end);
        await using var target = Open(Place);
        await PushImageAsync(target, "t", "a");
        var text = await File.ReadAllTextAsync(Index);
        Assert.StartsWith(start + ",", text, StringComparison.Ordinal);
        Assert.EndsWith(end, text, StringComparison.Ordinal);
        Assert.Equal(["f", "t"], await ToListAsync(target.ListTagsAsync(None)));
        await Assert.ThrowsAsync<TargetException>(() => target.ResolveOrNullAsync("f", None));
    }

    [Fact]
    public async Task PushBlobAsync_FileOfTheWrongSizeOnDisk_IsReplaced()
    {
        await using (var target = Open(Place))
        {
            await PushImageAsync(target, "t", "a");
        }

        var path = Path.Combine(Place, "blobs", "sha256", Layer("a").Digest.Hex);
        await File.WriteAllTextAsync(path, "damaged");
        await using (var target = Open(Place))
        {
            Assert.False(await target.ExistsAsync(Layer("a"), None));
            Assert.Equal(PushResult.Pushed, await PushLayerAsync(target, "a"));
            await PushImageAsync(target, "t", "a");
        }

        Assert.Equal("a", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task OpenAsync_DamagedBlobOfTheRightSize_FailsWhileReading()
    {
        await using var target = Open(Place);
        await PushImageAsync(target, "t", "a");
        await File.WriteAllTextAsync(Path.Combine(Place, "blobs", "sha256", Layer("a").Digest.Hex), "b");
        var mismatch = await Assert.ThrowsAsync<BlobMismatchException>(() => ReadAsync(target, Layer("a")));
        Assert.Equal(Layer("b").Digest, mismatch.ActualDigest);
    }

    [Fact]
    public void Open_FolderWithOtherThings_IsRefused()
    {
        Directory.CreateDirectory(Place);
        File.WriteAllText(Path.Combine(Place, "notes.txt"), "");
        AssertRefused("no OCI layout");
    }

    [Fact]
    public void Open_File_IsRefused()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place)!);
        File.WriteAllText(Place, "");
        AssertRefused("is a file");
    }

    [Theory]
    [InlineData("""{"imageLayoutVersion":"2.0.0"}""", "version '2.0.0'")]
    [InlineData("{}", "imageLayoutVersion: is missing")]
    [InlineData("", "no JSON")]
    public void Open_OtherVersion_IsRefused(string marker, string fault)
    {
        Directory.CreateDirectory(Place);
        File.WriteAllText(Marker, marker);
        AssertRefused(fault);
    }

    [Fact]
    public async Task ResolveOrNullAsync_DamagedIndex_IsAClearFault()
    {
        Directory.CreateDirectory(Place);
        await File.WriteAllTextAsync(Marker, """{"imageLayoutVersion":"1.0.0"}""");
        await File.WriteAllTextAsync(Index, "{");
        await using var target = Open(Place);
        var fault = await Assert.ThrowsAsync<TargetException>(() => target.ResolveOrNullAsync("t", None));
        Assert.Contains("index.json", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposeAsync_EmptyFolderThatWasThere_Stays()
    {
        Directory.CreateDirectory(Place);
        await using (var target = Open(Place))
        {
            await PushLayerAsync(target, "a");
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(Place));
    }

    [Fact]
    public async Task PushBlobAsync_WhatADeadWriterLeft_IsRemovedAndALiveOnesStays()
    {
        var dead = Path.Combine(Place, ".oci-staging", "dead");
        Directory.CreateDirectory(dead);
        await File.WriteAllTextAsync(Path.Combine(dead, "partial"), "");
        await File.WriteAllTextAsync(dead + ".lock", "");
        Directory.CreateDirectory(Path.Combine(Place, ".oci-staging", "without-lock"));

        await using var live = Open(Place);
        await PushLayerAsync(live, "a");
        await using (var target = Open(Place))
        {
            await PushLayerAsync(target, "b");
        }

        Assert.False(File.Exists(dead + ".lock"));
        Assert.Single(Directory.GetDirectories(Path.Combine(Place, ".oci-staging")));
        Assert.Equal(Bytes("a"), await ReadAsync(live, Layer("a")));
    }

    [Fact]
    public async Task ListReferrersAsync_EntryWithoutATypeFromAnotherTool_IsFoundByItsManifest()
    {
        await using var target = Open(Place);
        var image = await PushImageAsync(target, "t", "a");
        var referrer = await PushManifestAsync(target, ManifestOf() with { ArtifactType = "x", Subject = image });
        var text = await File.ReadAllTextAsync(Index);
        await File.WriteAllTextAsync(Index, text.Replace("\"artifactType\":\"x\",", "", StringComparison.Ordinal));
        var found = Assert.Single(await ToListAsync(target.ListReferrersAsync(image.Digest, "x", None)));
        Assert.Equal(referrer.Digest, found.Digest);
    }

    [Fact]
    public async Task ListReferrersAsync_TaggedEntryWithoutATypeFromAnotherTool_IsFoundAsNoOtherIs()
    {
        await using var target = Open(Place);
        var image = await PushImageAsync(target, "t", "a");
        var referrer = await PushManifestAsync(target, ManifestOf() with { ArtifactType = "x", Subject = image });
        var text = await File.ReadAllTextAsync(Index);
        const string tagged = """
            {"annotations":{"org.opencontainers.image.ref.name":"sbom"},
            """;
        await File.WriteAllTextAsync(Index, text.Replace("{\"artifactType\":\"x\",", tagged, StringComparison.Ordinal));
        Assert.Equal(["sbom", "t"], await ToListAsync(target.ListTagsAsync(None)));
        var found = Assert.Single(await ToListAsync(target.ListReferrersAsync(image.Digest, "x", None)));
        Assert.Equal(referrer.Digest, found.Digest);
    }

    private void AssertRefused(string fault) =>
        Assert.Contains(fault, Assert.Throws<TargetException>(() => Open(Place)).Message, StringComparison.Ordinal);
}
