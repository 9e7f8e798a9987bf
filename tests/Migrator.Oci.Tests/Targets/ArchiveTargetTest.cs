using System.Formats.Tar;
using CsCheck;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Archive;
using Migrator.Oci.Targets.Files;
using Migrator.Testing;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets;

public sealed class ArchiveTargetTest : LastingTargetConformance
{
    private static readonly CancellationToken None = CancellationToken.None;

    protected override string Place => Folder.Combine("made", "app.tar");

    private string TurnLock => Path.Combine(Path.GetDirectoryName(Place)!, ".app.tar.staging", "turn.lock");

    protected override ITarget Open(string path) => ArchiveTarget.Open(path);

    protected override IReadOnlyTarget OpenReadOnly(string path) => ArchiveTarget.OpenReadOnly(path);

    protected override void Damage(Descriptor blob)
    {
        using var file = new FileStream(Place, FileMode.Open, FileAccess.ReadWrite);
        using var tar = new TarReader(file, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.Name.EndsWith(blob.Digest.Hex, StringComparison.Ordinal))
            {
                file.Position = entry.DataOffset + entry.Length - 1;
                file.WriteByte((byte)'!');
                return;
            }
        }

        Assert.Fail($"{blob.Digest} is not in the archive.");
    }

    [Fact]
    public async Task TagAsync_CancelledWhileWriting_IsNotMadeUpForLater()
    {
        await using (var target = Open(Place))
        {
            var image = await PushImageAsync(target, tag: null, "a");
            using var stop = new CancellationTokenSource();

            // Another writer has its turn, so the archive is not written before the stop.
            using (FileLock.TryTake(TurnLock, FileMode.OpenOrCreate))
            {
                var tagging = target.TagAsync(image, "t", stop.Token);
                await stop.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tagging);
            }

            Assert.Empty(await ToListAsync(target.ListTagsAsync(None)));
        }

        Assert.False(File.Exists(Place));
    }

    [Fact]
    public async Task TagAsync_CannotWrite_FailsAndIsNotMadeUpForLater()
    {
        await using (var target = Open(Place))
        {
            var image = await PushImageAsync(target, tag: null, "a");
            Directory.CreateDirectory(Path.Combine(Place, "in the way"));
            await Assert.ThrowsAsync<TargetException>(() => target.TagAsync(image, "t", None));
            Directory.Delete(Place, recursive: true);
        }

        Assert.False(File.Exists(Place));
    }

    [Fact]
    public async Task TagAsync_AgainAfterAFault_WritesEverything()
    {
        await using var target = Open(Place);
        var image = await PushImageAsync(target, tag: null, "a");
        await PushManifestAsync(target, ManifestOf() with { Subject = image, ArtifactType = "x" });
        Directory.CreateDirectory(Path.Combine(Place, "in the way"));
        await Assert.ThrowsAsync<TargetException>(() => target.TagAsync(image, "t", None));
        Directory.Delete(Place, recursive: true);

        await target.TagAsync(image, "t", None);

        await using var again = OpenReadOnly(Place);
        Assert.Equal(["t"], await ToListAsync(again.ListTagsAsync(None)));
        Assert.Single(await ToListAsync(again.ListReferrersAsync(image.Digest, "x", None)));
    }

    [Fact]
    public async Task DisposeAsync_ReferrerWithoutATag_LeavesNoArchive()
    {
        await using (var target = Open(Place))
        {
            var image = await PushImageAsync(target, tag: null, "a");
            await PushManifestAsync(target, ManifestOf() with { Subject = image, ArtifactType = "x" });
        }

        Assert.False(File.Exists(Place));
    }

    [Fact]
    public async Task PushManifestAsync_ReferrerOfWhatIsInTheArchive_IsSeenByOthersAtOnce()
    {
        await using var target = Open(Place);
        var image = await PushImageAsync(target, "t", "a");
        await PushManifestAsync(target, ManifestOf() with { Subject = image, ArtifactType = "x" });
        await using var other = OpenReadOnly(Place);
        Assert.Single(await ToListAsync(other.ListReferrersAsync(image.Digest, "x", None)));
    }

    [Fact]
    public async Task PushImage_ArchiveThatLostABlob_BringsItBack()
    {
        await using (var target = Open(Place))
        {
            await PushImageAsync(target, "t", "a", "b");
        }

        var lost = $"blobs/sha256/{Layer("b").Digest.Hex}";
        Assert.Equal(0, (await Tool.RunAsync("tar", "--delete", "-f", Place, lost)).ExitCode);
        await using (var target = Open(Place))
        {
            await PushImageAsync(target, "t", "a", "b");
        }

        await using var again = OpenReadOnly(Place);
        Assert.Equal(Bytes("b"), await ReadAsync(again, Layer("b")));
    }

    [Fact]
    public async Task Push_TwoArchivesInOtherOrder_HaveTheSameBytes()
    {
        var other = Folder.Combine("other.tar");
        await using (var target = Open(Place))
        {
            await PushImageAsync(target, "t", "a", "b");
        }

        await using (var target = Open(other))
        {
            await PushLayerAsync(target, "b");
            await PushImageAsync(target, "t", "a", "b");
        }

        Assert.Equal(await File.ReadAllBytesAsync(Place), await File.ReadAllBytesAsync(other));
    }

    [Fact]
    public async Task Push_NewArchive_HasSortedEntriesOfTimeZero()
    {
        await using (var target = Open(Place))
        {
            await PushImageAsync(target, "t", "a");
        }

        using var tar = new TarReader(File.OpenRead(Place));
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry)
        {
            names.Add(entry.Name);
            Assert.Equal(DateTimeOffset.UnixEpoch, entry.ModificationTime);
            Assert.Equal((0, 0), (entry.Uid, entry.Gid));
        }

        Assert.Equal(["blobs/", "blobs/sha256/"], names[..2]);
        Assert.Equal(["index.json", "oci-layout"], names[^2..]);
        Assert.Equal(7, names.Count);
        Assert.Equal(names[2..].Order(StringComparer.Ordinal), names[2..]);
    }

    [Fact]
    public async Task Push_ArchiveThatIsThere_AddsAndKeepsTheRest()
    {
        await using (var target = Open(Place))
        {
            await PushImageAsync(target, "t", "a");
        }

        await using (var target = Open(Place))
        {
            await PushImageAsync(target, "u", "a", "b");
            await PushImageAsync(target, "v", "c");
        }

        await using var again = OpenReadOnly(Place);
        Assert.Equal(["t", "u", "v"], await ToListAsync(again.ListTagsAsync(None)));
        foreach (var layer in new[] { "a", "b", "c" })
        {
            Assert.Equal(Bytes(layer), await ReadAsync(again, Layer(layer)));
        }
    }

    [Fact]
    public async Task OpenAsync_ArchiveReplacedWhileReading_ReadsOn()
    {
        await using var target = Open(Place);
        await PushImageAsync(target, "t", "a");
        await using var stream = await target.OpenAsync(Layer("a"), None);
        await PushImageAsync(target, "u", "b");
        Assert.Equal('a', stream.ReadByte());
    }

    [Fact]
    public async Task DisposeAsync_ManifestWithoutATag_LeavesNoArchive()
    {
        await using (var target = Open(Place))
        {
            await PushImageAsync(target, tag: null, "a");
        }

        Assert.False(File.Exists(Place));
    }

    [Fact]
    public async Task Open_ArchiveWithPathsFromDot_IsRead()
    {
        await using (var target = Open(Place))
        {
            await PushImageAsync(target, "t", "a");
        }

        var folder = Folder.Combine("unpacked");
        Directory.CreateDirectory(folder);
        Assert.Equal(0, (await Tool.RunAsync("tar", "-xf", Place, "-C", folder)).ExitCode);
        var repacked = Folder.Combine("dot.tar");
        Assert.Equal(0, (await Tool.RunAsync("tar", "-cf", repacked, "-C", folder, ".")).ExitCode);
        await using var again = OpenReadOnly(repacked);
        Assert.NotNull(await again.ResolveOrNullAsync("t", None));
        Assert.Equal(Bytes("a"), await ReadAsync(again, Layer("a")));
    }

    [Fact]
    public async Task Open_DamagedArchive_IsAClearFaultAtEveryLength()
    {
        await using (var target = Open(Place))
        {
            await PushImageAsync(target, "t", "a");
        }

        var whole = await File.ReadAllBytesAsync(Place);
        var cut = Folder.Combine("cut.tar");
        for (var length = 0; length < whole.Length - 1024; length += 256)
        {
            await File.WriteAllBytesAsync(cut, whole[..length]);
            Assert.Throws<TargetException>(() => Open(cut));
        }
    }

    [Fact]
    public void Open_Compressed_SaysSo()
    {
        var path = Folder.Combine("app.tar.gz");
        File.WriteAllBytes(path, [0x1F, 0x8B, 8, 0]);
        AssertRefused(path, "compressed");
    }

    [Fact]
    public void Open_Folder_IsRefused() => AssertRefused(Folder.Path, "is a folder");

    [Fact]
    public async Task Open_ArchiveWithALink_IsRefused()
    {
        var path = Folder.Combine("link.tar");
        await using (var tar = new TarWriter(File.Create(path)))
        {
            var link = new UstarTarEntry(TarEntryType.SymbolicLink, "index.json") { LinkName = "/etc/passwd" };
            await tar.WriteEntryAsync(link);
        }

        AssertRefused(path, "is a link");
    }

    [Fact]
    public async Task Open_DamagedBytes_OpensOrIsAClearFault()
    {
        await using (var target = Open(Place))
        {
            await PushImageAsync(target, "t", "a");
        }

        var whole = await File.ReadAllBytesAsync(Place);
        var damaged = Folder.Combine("damaged.tar");
        
        // Half of the edits hit the numbers of a header, and make them as large as they can be.
        var anywhere = Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte);
        var number = Gen.Select(Gen.Int[0, (whole.Length / 512) - 1], Gen.Int[100, 156], Gen.Byte[0x7F, 0xFF])
            .Select((block, at, value) => ((block * 512) + at, value));
        var edits = Gen.OneOf(anywhere, number).List[1, 4];
        edits.Sample(
            list =>
            {
                var bytes = (byte[])whole.Clone();
                list.ForEach(edit => bytes[edit.Item1] = edit.Item2);
                File.WriteAllBytes(damaged, bytes);
                return OpensOrFails(damaged);
            },
            iter: 2000,
            threads: 1);
    }

    private bool OpensOrFails(string path)
    {
        try
        {
            return Open(path) is not null;
        }
        catch (TargetException)
        {
            return true;
        }
    }

    private void AssertRefused(string path, string fault) =>
        Assert.Contains(fault, Assert.Throws<TargetException>(() => Open(path)).Message, StringComparison.Ordinal);
}
