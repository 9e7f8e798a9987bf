using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources;

/// <summary>Counts what the whole process allocates, so nothing else runs meanwhile.</summary>
[Collection(Alone)]
public sealed class ArchiveMemoryTests : IDisposable
{
    private const string Alone = "measures memory";
    private static readonly SmallBindle Bindle = new();
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Open_LargeParcel_IsNotHeldInMemory()
    {
        var parcel = new byte[16 << 20];
        new Random(7).NextBytes(parcel);
        var name = $"x/parcels/{SmallBindle.Digest(parcel)}.dat";

        var archive = new RawTar().File(name, parcel).File("x/invoice.toml", Bindle.Invoice);

        Assert.InRange(await AllocatedByOpeningAsync(archive), 0, parcel.Length / 4);
    }

    [Theory]
    [InlineData('L')]
    [InlineData('x')]
    [InlineData('K')]
    [InlineData('g')]
    public async Task Open_NameOfTwoGigabytes_TakesNoMemory(char type)
    {
        var archive = Bindle.Tar().Entry("long", type, [1], int.MaxValue - 100);

        Assert.InRange(await AllocatedByOpeningAsync(archive, "BM1516"), 0, 8 << 20);
    }

    private async Task<long> AllocatedByOpeningAsync(RawTar archive, params string[] errors)
    {
        var path = _temp.Combine("bindle.tar.gz");
        await File.WriteAllBytesAsync(path, archive.Pack());
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await using var source = await SourceReading.OpenAsync(path);
        var package = await source.OpenAsync(null, default);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Equal(errors, package.Findings.Where(finding => finding.IsError).Select(finding => finding.Code));
        return allocated;
    }

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class AloneDefinition;
}
