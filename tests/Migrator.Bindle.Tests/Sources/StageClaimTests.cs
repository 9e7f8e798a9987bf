using Migrator.Bindle.Sources.Disk;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources;

/// <summary>What a killed writer left behind goes with the next one; a living one's stays.</summary>
public sealed class StageClaimTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Fact]
    public void Take_DeadWriterLeftAFolder_RemovesIt()
    {
        var left = _temp.Combine(".shop.abc.partial");
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "invoice.toml"), "half");
        File.WriteAllText(left + ".lock", "");

        using (StageClaim.Take(_temp.Path, "shop"))
        {
            Assert.False(Directory.Exists(left));
        }

        Assert.Empty(_temp.Fingerprint());
    }

    [Fact]
    public void Take_WriterLives_LeavesItsFolder()
    {
        using var living = StageClaim.Take(_temp.Path, "shop");
        Directory.CreateDirectory(living.Folder);

        using var second = StageClaim.Take(_temp.Path, "shop");

        Assert.True(Directory.Exists(living.Folder));
        Assert.NotEqual(living.Folder, second.Folder);
    }

    [Fact]
    public void Take_AnotherNamesFolder_StaysThere()
    {
        var other = _temp.Combine(".cart.abc.partial");
        Directory.CreateDirectory(other);
        File.WriteAllText(other + ".lock", "");

        using var claim = StageClaim.Take(_temp.Path, "shop");

        Assert.True(Directory.Exists(other));
    }

    public void Dispose() => _temp.Dispose();
}
