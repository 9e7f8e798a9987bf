using Migrator.Shared;
using Migrator.Testing;

namespace Migrator.Oci.Tests.Targets.Files;

public sealed class FolderSyncTest
{
    [Fact]
    public void Sync_Folder_Works()
    {
        using var folder = new TempFolder();
        FolderSync.Sync(folder.Path);
    }

    [Fact]
    public void Sync_FolderThatIsGone_IsAnErrorThatNamesIt()
    {
        using var folder = new TempFolder();
        var gone = folder.Combine("gone");
        var fault = Assert.Throws<IOException>(() => FolderSync.Sync(gone));
        Assert.Contains(gone, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sync_FileSystemThatKnowsNoSyncing_IsLeftAsItIs()
    {
        if (OperatingSystem.IsLinux())
        {
            FolderSync.Sync("/proc");
        }
    }
}
