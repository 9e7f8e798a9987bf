using Migrator.Bindle.Sources;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources;

public sealed class HostileArchiveTests : IDisposable
{
    private static readonly SmallBindle Bindle = new();
    private static readonly string ParcelName = $"x/parcels/{Bindle.DigestOf(0)}.dat";
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("../evil")]
    [InlineData("x/../../evil")]
    [InlineData("x/parcels/..")]
    [InlineData("/etc/evil")]
    [InlineData("C:/evil")]
    [InlineData("x\\..\\evil")]
    public async Task Open_UnsafePath_IsRefused(string name) =>
        Assert.Equal(["BM1510"], await CodesAsync(Whole().File(name, [1]).Pack()));

    [Fact]
    public async Task Open_UnsafePathInExtendedHeader_IsRefused() =>
        Assert.Equal(["BM1510"], await CodesAsync(Whole().Pax("path", "../evil").File("x/harmless", [1]).Pack()));

    [Theory]
    [InlineData('1')]
    [InlineData('2')]
    [InlineData('3')]
    [InlineData('4')]
    [InlineData('6')]
    [InlineData('S')]
    [InlineData('V')]
    public async Task Open_EntryOtherThanFileOrFolder_IsRefused(char type)
    {
        var archive = new RawTar().Entry(ParcelName, type, []).File("x/invoice.toml", Bindle.Invoice);

        var package = await OpenAsync(archive.Pack());

        Assert.Equal(["BM1511"], package.Codes());
        Assert.False((await package.ProbeParcelAsync(Bindle.DigestOf(0), default)).IsPresent);
    }

    [Fact]
    public async Task Open_SparseInExtendedHeader_IsRefused() =>
        Assert.Equal(["BM1511"], await CodesAsync(Whole().Pax("GNU.sparse.major", "1").File("x/holes", [1]).Pack()));

    [Fact]
    public async Task Open_SeveralFaults_AreAllNamed() => Assert.Equal(
        ["BM1510", "BM1511", "BM1512", "BM1513"],
        await CodesAsync(Whole()
            .File("../evil", [])
            .Entry("x/link", '2', [])
            .File(ParcelName, [1])
            .Folder("y/")
            .Pack()));

    [Fact]
    public async Task Open_TwoInvoices_IsAnError() =>
        Assert.Equal(["BM1512"], await CodesAsync(Whole().File("x/invoice.toml", [1]).Pack()));

    [Fact]
    public async Task Open_SameParcelInTwoSpellings_IsAnError()
    {
        var upper = $"x/parcels/{Bindle.DigestOf(0).ToUpperInvariant()}.dat";

        Assert.Equal(["BM1512"], await CodesAsync(Whole().File(upper, [1]).Pack()));
    }

    [Fact]
    public async Task Open_NoInvoice_IsAnError() =>
        Assert.Equal(["BM1502"], await CodesAsync(new RawTar().Folder("x/").Folder("x/parcels").Pack()));

    [Fact]
    public async Task Open_LongerThanAllowed_StopsEarly()
    {
        var limits = new ArchiveLimits { MaxBytes = 10_000 };

        Assert.Equal(["BM1514"], await CodesAsync(Whole().File("x/large", new byte[20_000]).Pack(), limits));
    }

    [Fact]
    public async Task Open_MoreEntriesThanAllowed_StopsEarly() =>
        Assert.Equal(["BM1514"], await CodesAsync(Whole().Pack(), new ArchiveLimits { MaxEntries = 3 }));

    [Fact]
    public async Task Open_ExpandsTooFar_StopsEarly()
    {
        // Zeros pack a thousandfold; the first 64 MiB are free.
        var bomb = new RawTar().File(ParcelName, new byte[80 << 20]).Pack();

        Assert.Equal(["BM1514"], await CodesAsync(bomb));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(1L << 40)]
    public async Task Open_HeaderDeclaresHugeLength_IsRefusedBeforeReading(long length) =>
        Assert.Equal(["BM1514"], await CodesAsync(Whole().Entry("x/huge", '0', [1], length).Pack()));

    [Fact]
    public async Task Open_HeaderDeclaresNegativeLength_IsDamaged() =>
        Assert.Equal(["BM1516"], await CodesAsync(Whole().Entry("x/negative", '0', [1], -1).Pack()));

    [Theory]
    [InlineData("no records")]
    [InlineData("99 path=x\n")]
    [InlineData("7 path\n")]
    [InlineData("9 size=x\n")]
    public async Task Open_MalformedExtendedHeader_IsDamaged(string records) =>
        Assert.Equal(["BM1516"], await CodesAsync(Whole().Entry("p", 'x', [.. records.Select(c => (byte)c)]).Pack()));

    [Fact]
    public async Task Open_WrongChecksum_IsDamaged()
    {
        var bytes = Whole().Unpacked();
        bytes[0] ^= 1;

        Assert.Equal(["BM1516"], await CodesAsync(RawTar.Gzip(bytes)));
    }

    [Fact]
    public async Task Open_TarCutOff_IsTruncated()
    {
        Assert.Equal(["BM1515"], await CodesAsync(Whole().PackWithoutEnd()));
        Assert.Equal(["BM1515"], await CodesAsync(RawTar.Gzip(Whole().Unpacked()[..700])));
    }

    [Fact]
    public async Task Open_GzipCutOffAnywhere_IsNeverClean()
    {
        var whole = Whole().Pack();
        for (var length = 2; length < whole.Length; length += 7)
        {
            var codes = await CodesAsync(whole[..length]);

            Assert.True(codes.Any(code => code is "BM1515" or "BM1516" or "BM1517"), $"clean after {length} bytes");
        }
    }

    [Fact]
    public async Task Open_GzipWithAnyByteChanged_IsNeverClean()
    {
        // Ten bytes of header come first; its time and system mean nothing.
        var whole = Whole().Pack();
        for (var at = 10; at < whole.Length; at += 5)
        {
            var changed = (byte[])whole.Clone();
            changed[at] ^= 0x55;

            Assert.True((await CodesAsync(changed)).Count > 0, $"clean with byte {at} changed");
        }
    }

    [Fact]
    public async Task Open_DataAfterTheEnd_IsRefused()
    {
        var whole = Whole().Pack();

        Assert.Equal(["BM1517"], await CodesAsync([.. whole, .. "garbage"u8]));
        Assert.Equal(["BM1517"], await CodesAsync([.. whole, .. whole]));
        Assert.Equal(["BM1517"], await CodesAsync([.. whole, .. new byte[512]]));
        Assert.Equal(["BM1517"], await CodesAsync(RawTar.Gzip([.. Whole().Unpacked(), 1])));
    }

    [Fact]
    public async Task Open_PaddedTar_IsClean() =>
        Assert.Empty(await CodesAsync(RawTar.Gzip([.. Whole().Unpacked(), .. new byte[10_240]])));

    [Fact]
    public async Task Open_ThousandsOfRefusals_AreNotAllKept()
    {
        var archive = Whole();
        for (var i = 0; i < 1000; i++)
        {
            archive.File("../evil", []);
        }

        Assert.Equal(101, (await CodesAsync(archive.Pack())).Count);
    }

    [Fact]
    public async Task Open_InvoiceAboveTheLimit_IsNotRead()
    {
        var options = new BindleSourceOptions { MaxInvoiceBytes = 100 };

        Assert.Equal(["BM1503"], (await OpenAsync(Whole().Pack(), options)).Codes());
    }

    [Fact]
    public async Task Open_HostileArchive_WritesNothingOutside()
    {
        var before = _temp.Fingerprint();
        await CodesAsync(new RawTar().File("../evil", [1]).Entry("x/parcels", '2', []).File(ParcelName, [1]).Pack());
        File.Delete(_temp.Combine("bindle.tar.gz"));

        Assert.Equal(before, _temp.Fingerprint());
    }

    private static RawTar Whole() => Bindle.Tar("x/");

    private async Task<List<string>> CodesAsync(byte[] archive, ArchiveLimits? limits = null)
    {
        var options = new BindleSourceOptions { Archive = limits ?? new ArchiveLimits(), TempFolder = _temp.Path };
        var codes = (await OpenAsync(archive, options)).Codes();
        return [.. codes.Where(code => code.StartsWith("BM15", StringComparison.Ordinal))];
    }

    private async Task<BindlePackage> OpenAsync(byte[] archive, BindleSourceOptions? options = null)
    {
        var path = _temp.Combine("bindle.tar.gz");
        await File.WriteAllBytesAsync(path, archive);
        await using var source = await SourceReading.OpenAsync(path, options);
        return await source.OpenAsync(null, default);
    }
}
