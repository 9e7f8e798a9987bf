using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources;

public sealed class StandaloneFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly SmallBindle _bindle = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("any name")]
    public async Task Open_KeyOrAnyName_GivesTheBindle(string? name)
    {
        var package = await OpenAsync(Write(name ?? _bindle.Key));

        await package.AssertWholeAsync(_bindle);
        Assert.Empty(package.Findings);
    }

    [Fact]
    public async Task Open_KeyOfAnotherBindle_IsMisfiled()
    {
        var package = await OpenAsync(Write(new string('0', 64)));

        var finding = Assert.Single(package.Findings);
        Assert.Equal("BM1501", finding.Code);
        Assert.Contains(_bindle.Key, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NoParcelsFolder_IsAWarning()
    {
        var folder = Write("bindle");
        Directory.Delete(Path.Combine(folder, "parcels"), recursive: true);

        var package = await OpenAsync(folder);

        Assert.Equal(["BM1506"], package.Codes());
        await package.AssertAbsentAsync(_bindle.DigestOf(0), "does not exist");
    }

    [Fact]
    public async Task Open_OrphanAndOtherFiles_AreCounted()
    {
        var folder = Write("bindle");
        await File.WriteAllTextAsync(Path.Combine(folder, "parcels", new string('a', 64) + ".dat"), "orphan");
        await File.WriteAllTextAsync(Path.Combine(folder, "parcels", "x.dat.tmp"), "");
        await File.WriteAllTextAsync(Path.Combine(folder, ".DS_Store"), "");

        var package = await OpenAsync(folder);

        Assert.Equal(["BM1507", "BM1508"], package.Codes());
        Assert.Contains("2 other files", package.Findings[1].Message, StringComparison.Ordinal);
        Assert.DoesNotContain(package.Findings, finding => finding.IsError);
    }

    [Fact]
    public async Task Open_InvoiceIsALink_IsNotFollowed()
    {
        var folder = Write("bindle");
        var invoice = Path.Combine(folder, "invoice.toml");
        File.Move(invoice, _temp.Combine("elsewhere"));
        File.CreateSymbolicLink(invoice, _temp.Combine("elsewhere"));

        var package = await OpenAsync(folder);

        Assert.Null(package.Invoice);
        Assert.Equal(["BM1503"], package.Codes());
    }

    [Fact]
    public async Task Open_ParcelIsALink_IsNotFollowed()
    {
        var folder = Write("bindle");
        var parcel = Path.Combine(folder, "parcels", _bindle.DigestOf(0) + ".dat");
        File.Delete(parcel);
        File.CreateSymbolicLink(parcel, "/etc/passwd");
        var package = await OpenAsync(folder);

        await package.AssertAbsentAsync(_bindle.DigestOf(0), "symbolic link");
    }

    [Fact]
    public async Task Open_ParcelsFolderIsALink_IsNotFollowed()
    {
        var folder = Write("bindle");
        Directory.Move(Path.Combine(folder, "parcels"), _temp.Combine("elsewhere"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "parcels"), _temp.Combine("elsewhere"));

        await (await OpenAsync(folder)).AssertAbsentAsync(_bindle.DigestOf(0), "symbolic link");
    }

    [Fact]
    public async Task Open_ParcelIsAPipe_IsReadAsEmptyWithoutWaiting()
    {
        var folder = Write("bindle");
        var parcel = Path.Combine(folder, "parcels", _bindle.DigestOf(0) + ".dat");
        File.Delete(parcel);
        await Tool.RunAsync("mkfifo", parcel);

        Assert.Empty(await (await OpenAsync(folder)).ReadParcelAsync(_bindle.DigestOf(0)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_ParcelFileNotInLowerCase_IsFound(bool mixed)
    {
        var folder = Write("bindle");
        var digest = _bindle.DigestOf(0);
        var spelling = mixed ? digest[..32] + digest[32..].ToUpperInvariant() : digest.ToUpperInvariant();
        File.Move(
            Path.Combine(folder, "parcels", digest + ".dat"), Path.Combine(folder, "parcels", spelling + ".dat"));

        var package = await OpenAsync(folder);

        await package.AssertWholeAsync(_bindle);
        Assert.Empty(package.Findings);
    }

    [Fact]
    public async Task Open_ParcelFileInUpperCaseIsALink_IsNotFollowed()
    {
        var folder = Write("bindle");
        var digest = _bindle.DigestOf(0);
        File.Delete(Path.Combine(folder, "parcels", digest + ".dat"));
        File.CreateSymbolicLink(
            Path.Combine(folder, "parcels", digest.ToUpperInvariant() + ".dat"), "/etc/passwd");

        await (await OpenAsync(folder)).AssertAbsentAsync(digest, "symbolic link");
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Probe_TextThatIsNoDigest_NeverBecomesAPath(string text)
    {
        var package = await OpenAsync(Write("bindle"));

        await package.AssertAbsentAsync(text, "no file is looked for");
    }

    [Fact]
    public async Task Open_InvoiceAboveTheLimit_IsNotRead()
    {
        var folder = Write("bindle");
        var options = new BindleSourceOptions { MaxInvoiceBytes = 100 };
        await using var source = await SourceReading.OpenAsync(folder, options);

        var package = await source.OpenAsync(null, default);

        Assert.True(package.InvoiceBytes.IsEmpty);
        Assert.Contains("at most 100 bytes", Assert.Single(package.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OtherId_NamesWhatIsThere()
    {
        await using var source = await SourceReading.OpenAsync(Write("bindle"));

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(
            () => source.OpenAsync(BindleId.Parse("example.com/other/1.0.0"), default));

        Assert.Contains("It holds example.com/shop/1.2.0.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_FolderOfStandaloneFolders_GivesEach()
    {
        var other = new SmallBindle("example.com/other/1.0.0", "third");
        _bindle.WriteStandalone(_temp.Combine("all", _bindle.Key));
        other.WriteStandalone(_temp.Combine("all", other.Key));
        Directory.CreateDirectory(_temp.Combine("all", "notes"));

        await using var source = await SourceReading.OpenAsync(_temp.Combine("all"));

        Assert.Equal(
            new[] { _bindle, other }.OrderBy(bindle => bindle.Key, StringComparer.Ordinal).Select(bindle => bindle.Id),
            (await source.ListAsync()).Select(entry => entry.Id));
        await (await source.OpenAsync(other.Id, default)).AssertWholeAsync(other);
    }

    private static async Task<BindlePackage> OpenAsync(string folder)
    {
        await using var source = await SourceReading.OpenAsync(folder);
        return await source.OpenAsync(null, default);
    }

    private string Write(string name)
    {
        _bindle.WriteStandalone(_temp.Combine(name));
        return _temp.Combine(name);
    }
}
