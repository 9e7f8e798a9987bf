using Migrator.Bindle.Sources;
using Migrator.Engine.Batch;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Batch;

/// <summary>Folders of bindles that cannot be read are faults of a place, with its name.</summary>
public sealed class FolderOfBindlesTests
{
    [Theory]
    [InlineData("gone")]
    [InlineData("file")]
    public void Find_FolderThatCannotBeRead_IsAFaultOfTheSource(string name)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.Combine("file"), "no folder");

        var failure = Assert.Throws<BindleSourceException>(() => FolderOfBindles.Find(folder.Combine(name)));

        Assert.Contains(folder.Combine(name), failure.Message, StringComparison.Ordinal);
    }
}
