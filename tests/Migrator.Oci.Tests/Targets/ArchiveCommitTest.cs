using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Archive;
using Migrator.Oci.Targets.Files;
using Migrator.Testing;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets;

/// <summary>When an archive is written, and that it is not written at any other time.</summary>
public sealed class ArchiveCommitTest : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder _temp = new();

    private string Place => _temp.Combine("app.tar");

    private string TurnLock => _temp.Combine(".app.tar.staging", "turn.lock");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task TagAsync_CancelledWhileWriting_IsNotMadeUpForLater()
    {
        await using (var target = ArchiveTarget.Open(Place))
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
        await using (var target = ArchiveTarget.Open(Place))
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
        await using var target = ArchiveTarget.Open(Place);
        var image = await PushImageAsync(target, tag: null, "a");
        await PushManifestAsync(target, ManifestOf() with { Subject = image, ArtifactType = "x" });
        Directory.CreateDirectory(Path.Combine(Place, "in the way"));
        await Assert.ThrowsAsync<TargetException>(() => target.TagAsync(image, "t", None));
        Directory.Delete(Place, recursive: true);

        await target.TagAsync(image, "t", None);

        await using var again = ArchiveTarget.OpenReadOnly(Place);
        Assert.Equal(["t"], await ToListAsync(again.ListTagsAsync(None)));
        Assert.Single(await ToListAsync(again.ListReferrersAsync(image.Digest, "x", None)));
    }

    [Fact]
    public async Task DisposeAsync_ReferrerWithoutATag_LeavesNoArchive()
    {
        await using (var target = ArchiveTarget.Open(Place))
        {
            var image = await PushImageAsync(target, tag: null, "a");
            await PushManifestAsync(target, ManifestOf() with { Subject = image, ArtifactType = "x" });
        }

        Assert.False(File.Exists(Place));
    }

    [Fact]
    public async Task PushManifestAsync_ReferrerOfWhatIsInTheArchive_IsSeenByOthersAtOnce()
    {
        await using var target = ArchiveTarget.Open(Place);
        var image = await PushImageAsync(target, "t", "a");
        await PushManifestAsync(target, ManifestOf() with { Subject = image, ArtifactType = "x" });
        await using var other = ArchiveTarget.OpenReadOnly(Place);
        Assert.Single(await ToListAsync(other.ListReferrersAsync(image.Digest, "x", None)));
    }
}
