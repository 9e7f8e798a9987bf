using Migrator.Testing;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>A layout that lost or damaged what it held is mended by migrating again.</summary>
public sealed class MendingTests : IDisposable
{
    private const string Tag = "1.2.0_q0a1b2c3";
    private const string Module = "e76edfb76c5eae424707f72636d56efffb8a1119394e3ab4cb066be1f1b5fd29";
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");
    private readonly TempFolder _temp = new();

    private string Layout => $"oci:{_temp.Combine("layout")}";

    [Theory]
    [InlineData("cut")]
    [InlineData("gone")]
    [InlineData("changed")]
    public async Task Migrate_ManifestIsDamaged_IsWrittenAgain(string damage)
    {
        var first = await CliRun.OfAsync("migrate", Petstore, Layout);
        Damage(BlobPath(first.Output.Trim()["sha256:".Length..]), damage);

        var again = await CliRun.OfAsync("migrate", Petstore, Layout);
        var verified = await CliRun.OfAsync("verify", Petstore, $"{Layout}:{Tag}");

        Assert.True(again.ExitCode == ExitCode.Done, again.Error);
        Assert.DoesNotContain("nothing to do", again.Error, StringComparison.Ordinal);
        Assert.True(verified.ExitCode == ExitCode.Done, verified.Error);
    }

    [Fact]
    public async Task Migrate_BlobIsChangedAndForceIsGiven_IsWrittenAgain()
    {
        await CliRun.OfAsync("migrate", Petstore, Layout);
        Damage(BlobPath(Module), "changed");

        var again = await CliRun.OfAsync("migrate", Petstore, Layout, "--force");
        var verified = await CliRun.OfAsync("verify", Petstore, $"{Layout}:{Tag}");

        Assert.True(again.ExitCode == ExitCode.Done, again.Error);
        Assert.True(verified.ExitCode == ExitCode.Done, verified.Error);
    }

    [Fact]
    public async Task Migrate_BlobIsChangedAndAnotherTagIsSet_IsWrittenAgain()
    {
        await CliRun.OfAsync("migrate", Petstore, Layout);
        Damage(BlobPath(Module), "changed");

        var other = await CliRun.OfAsync("migrate", Petstore, $"{Layout}:other", "--profile", "spin2");
        var verified = await CliRun.OfAsync("verify", Petstore, $"{Layout}:other");

        Assert.True(other.ExitCode == ExitCode.Done, other.Error);
        Assert.True(verified.ExitCode == ExitCode.Done, verified.Error);
    }

    [Fact]
    public async Task Migrate_DryRunOfADamagedBindle_IsRefusedAsTheRunWouldBe()
    {
        var damaged = _temp.CopyIn(Petstore, "damaged");
        Damage(Path.Combine(damaged, "parcels", Module + ".dat"), "changed");

        var rehearsed = await CliRun.OfAsync("migrate", damaged, Layout, "--dry-run");
        var run = await CliRun.OfAsync("migrate", damaged, Layout);

        Assert.NotEqual(ExitCode.Done, run.ExitCode);
        Assert.Equal(run.ExitCode, rehearsed.ExitCode);
        Assert.Contains("BM2303", rehearsed.Error, StringComparison.Ordinal);
        Assert.Equal("absent", TempFolder.Fingerprint(_temp.Combine("layout")));
    }

    public void Dispose() => _temp.Dispose();

    private string BlobPath(string hex) => _temp.Combine("layout", "blobs", "sha256", hex);

    private static void Damage(string path, string damage)
    {
        var bytes = File.ReadAllBytes(path);
        if (damage == "gone")
        {
            File.Delete(path);
            return;
        }

        bytes[^1] ^= 1;
        File.WriteAllBytes(path, damage == "cut" ? bytes[..10] : bytes);
    }
}
