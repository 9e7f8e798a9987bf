using System.IO.Compression;
using System.Text;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources;

public sealed class RecognitionTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("/no/such/bindle")]
    public async Task Open_NothingThere_SaysSo(string path)
    {
        var refusal = await SourceReading.RefuseAsync(path);

        Assert.Equal(path, refusal.Place);
        Assert.DoesNotContain('\0', refusal.Message);
    }

    [Theory]
    [InlineData("BINDL001rest", "bindle-file")]
    [InlineData("", "empty or not a regular file")]
    [InlineData("PK\u0003\u0004", "neither a folder nor a gzip file")]
    public async Task Open_OtherFile_ExplainsIt(string content, string explanation)
    {
        var refusal = await SourceReading.RefuseAsync(Write("file", content));

        Assert.Contains(explanation, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_TarWithoutGzip_SaysToCompress()
    {
        var path = _temp.Combine("bindle.tar");
        await File.WriteAllBytesAsync(path, new SmallBindle().Tar().Unpacked());

        await SourceReading.AssertRefusedAsync(path, "Compress it");
    }

    [Fact]
    public async Task Open_InvoiceFile_PointsToItsFolder()
    {
        new SmallBindle().WriteStandalone(_temp.Combine("bindle"));

        await SourceReading.AssertRefusedAsync(
            _temp.Combine("bindle", "invoice.toml"), $"Give the folder that holds it: {_temp.Combine("bindle")}.");
    }

    [Fact]
    public async Task Open_EmbeddedDatabase_SaysToStartTheServer()
    {
        Write("conf", "segment_size: 524288\nuse_compression: false\nversion: 0.34\n");
        Write("db", "x");
        Directory.CreateDirectory(_temp.Combine("blobs"));

        await SourceReading.AssertRefusedAsync(_temp.Path, "bindle-server with -e");
    }

    [Theory]
    [InlineData("", "neither invoice.toml")]
    [InlineData("parcels", "nothing says what they belong to")]
    [InlineData("_INVOICES", "module cache of Wagi")]
    public async Task Open_OtherFolder_ExplainsIt(string inner, string explanation)
    {
        Directory.CreateDirectory(_temp.Combine("folder", inner));

        var refusal = await SourceReading.RefuseAsync(_temp.Combine("folder"));

        Assert.Contains(explanation, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OneInvoiceOfAStore_PointsToTheStore()
    {
        var folder = new SmallBindle().WriteToStore(_temp.Path);

        await SourceReading.AssertRefusedAsync(folder, $"Give the store, {_temp.Path},");
    }

    [Fact]
    public async Task Open_LinkToAFolder_FollowsIt()
    {
        var bindle = new SmallBindle();
        bindle.WriteStandalone(_temp.Combine("bindle"));
        Directory.CreateSymbolicLink(_temp.Combine("link"), _temp.Combine("bindle"));

        await using var source = await SourceReading.OpenAsync(_temp.Combine("link"));

        await (await source.OpenAsync(null, default)).AssertWholeAsync(bindle);
    }

    [Fact]
    public async Task Open_LinkToItself_SaysItCannotBeRead()
    {
        File.CreateSymbolicLink(_temp.Combine("loop"), _temp.Combine("loop"));

        await SourceReading.AssertRefusedAsync(_temp.Combine("loop"), "loop");
    }

    [Fact]
    public async Task Open_Pipe_DoesNotWait()
    {
        var pipe = _temp.Combine("pipe");
        await Tool.RunAsync("mkfifo", pipe);

        await SourceReading.AssertRefusedAsync(pipe, "not a regular file");
    }

    [Fact]
    public async Task Open_GzipOfSomethingElse_IsAFindingOfItsOnlyEntry()
    {
        var path = _temp.Combine("notes.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(new string('x', 5000)));
        }

        await using var source = await SourceReading.OpenAsync(path);
        var package = await source.OpenAsync(null, default);

        Assert.Null(package.Invoice);
        Assert.Equal(["BM1516"], package.Codes());
    }

    [Fact]
    public async Task Open_NameWithControlCharacters_IsShownOnOneLine()
    {
        var folder = Directory.CreateDirectory(_temp.Combine("a\u001b[31m\nb")).FullName;

        var message = (await SourceReading.RefuseAsync(folder)).Message;

        Assert.Contains(@"a\u{1B}[31m\u{A}b", message, StringComparison.Ordinal);
    }

    private string Write(string name, string content)
    {
        File.WriteAllText(_temp.Combine(name), content, Encoding.Latin1);
        return _temp.Combine(name);
    }
}
