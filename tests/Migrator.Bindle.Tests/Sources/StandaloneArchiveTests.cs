using System.Formats.Tar;
using System.IO.Compression;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources;

public sealed class StandaloneArchiveTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly SmallBindle _bindle = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("any name/")]
    [InlineData("./any name/")]
    [InlineData("")]
    [InlineData("./")]
    public async Task Open_TopFolder_MayBeKeyAnyNameOrTheRoot(string? top)
    {
        await using var source = await OpenAsync(_bindle.Tar(top).Pack());

        var package = await source.OpenAsync(null, default);

        await package.AssertWholeAsync(_bindle);
        Assert.Empty(package.Findings);
    }

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public async Task Open_EveryFormOfTar_IsRead(TarEntryFormat format)
    {
        // 250 characters do not fit the short forms.
        var top = format is TarEntryFormat.Gnu or TarEntryFormat.Pax ? new string('n', 250) : "n";
        _bindle.WriteStandalone(_temp.Combine("folders", top));
        var path = _temp.Combine("bindle.tar.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        await using (var writer = new TarWriter(gzip, format))
        {
            foreach (var file in Directory.EnumerateFiles(_temp.Combine("folders"), "*", SearchOption.AllDirectories))
            {
                await writer.WriteEntryAsync(file, Name(file, top, format));
            }
        }

        await using var source = await SourceReading.OpenAsync(path);
        var package = await source.OpenAsync(null, default);

        Assert.Equal(_bindle.Invoice, package.InvoiceBytes.ToArray());
        Assert.DoesNotContain(package.Findings, finding => finding.IsError);
    }

    [Fact]
    public async Task Open_ParcelTwice_StartsAgainAndParallel()
    {
        var big = new SmallBindle("example.com/big/1.0.0", new string('a', 300_000), new string('b', 200_000));
        await using var source = await OpenAsync(big.Tar().Pack());
        var package = await source.OpenAsync(big.Id, default);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => package.AssertWholeAsync(big)));
    }

    [Fact]
    public async Task Open_Archive_LeavesNoFileInTheTemporaryFolder()
    {
        var temp = Directory.CreateDirectory(_temp.Combine("tmp")).FullName;
        await using (var source = await OpenAsync(_bindle.Tar().Pack(), new BindleSourceOptions { TempFolder = temp }))
        {
            await source.OpenAsync(null, default);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(temp));
    }

    [Fact]
    public async Task Open_DamagedArchiveById_GivesItsFindings()
    {
        await using var source = await OpenAsync(_bindle.Tar().Pack()[..40]);

        var package = await source.OpenAsync(_bindle.Id, default);

        Assert.Null(package.Invoice);
        Assert.Contains(package.Findings, finding => finding.IsError);
    }

    [Fact]
    public async Task Open_OtherId_NamesWhatIsThere()
    {
        await using var source = await OpenAsync(_bindle.Tar().Pack());

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(
            () => source.OpenAsync(BindleId.Parse("example.com/other/1.0.0"), default));

        Assert.Contains("It holds example.com/shop/1.2.0.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NoTemporaryFolder_SaysSo()
    {
        var options = new BindleSourceOptions { TempFolder = _temp.Combine("none") };

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => OpenAsync(_bindle.Tar().Pack(), options));

        Assert.Contains("name another folder", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NoParcelsOrphansAndExtras_AreWarningsAndNotes()
    {
        var archive = new RawTar()
            .Folder("x/")
            .File("x/invoice.toml", _bindle.Invoice)
            .File("._x", [1])
            .File("x/.DS_Store", [1]);
        var orphan = new RawTar()
            .File($"x/parcels/{new string('a', 64)}.dat", [1])
            .File("x/invoice.toml", _bindle.Invoice);

        Assert.Equal(["BM1506", "BM1508"], await CodesAsync(archive.Pack()));
        Assert.Equal(["BM1507"], await CodesAsync(orphan.Pack()));
    }

    [Fact]
    public async Task Open_KeyOfAnotherBindle_IsMisfiled() =>
        Assert.Equal(["BM1501"], await CodesAsync(_bindle.Tar(new string('0', 64) + "/").Pack()));

    private string Name(string file, string top, TarEntryFormat format)
    {
        // The first form has no room for a parcel's name below a folder; its invoice tells enough.
        var inner = Path.GetRelativePath(_temp.Combine("folders", top), file);
        return format == TarEntryFormat.V7 ? inner : $"{top}/{inner}";
    }

    private async Task<IEnumerable<string>> CodesAsync(byte[] archive)
    {
        await using var source = await OpenAsync(archive);
        return (await source.OpenAsync(null, default)).Codes();
    }

    private Task<IBindleSource> OpenAsync(byte[] archive, BindleSourceOptions? options = null)
    {
        var path = _temp.Combine("bindle.tar.gz");
        File.WriteAllBytes(path, archive);
        return SourceReading.OpenAsync(path, options);
    }
}
