using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources;

public sealed class StandaloneFolderWriterTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly SmallBindle _bindle = new(contents: ["first", "second", ""]);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Write_NewFolder_IsBitExact()
    {
        var expected = _temp.Combine("expected");
        var written = _temp.Combine("deep", "er", "out");
        _bindle.WriteStandalone(expected);

        Assert.True(await WriteAsync(written));

        Assert.Equal(TempFolder.Fingerprint(expected), TempFolder.Fingerprint(written));
        Assert.Equal(["out"], Names(_temp.Combine("deep", "er")));
    }

    [Fact]
    public async Task Write_EmptyFolder_IsFilled()
    {
        Directory.CreateDirectory(_temp.Combine("out"));

        Assert.True(await WriteAsync(_temp.Combine("out") + "/"));

        Assert.Equal(["invoice.toml", "parcels"], Names(_temp.Combine("out")));
    }

    [Fact]
    public async Task Write_Again_TellsThatItIsThere()
    {
        await WriteAsync(_temp.Combine("out"));
        var before = _temp.Fingerprint();

        Assert.False(await WriteAsync(_temp.Combine("out")));

        Assert.Equal(before, _temp.Fingerprint());
    }

    [Theory]
    [InlineData("invoice.toml", "another one or missing")]
    [InlineData("note.txt", "note.txt is not part of the bindle")]
    [InlineData("parcels/note.txt", "note.txt is not part of the bindle")]
    [InlineData("parcel", "missing or damaged")]
    public async Task Write_OtherContent_IsRefusedAndKept(string changed, string reason)
    {
        await WriteAsync(_temp.Combine("out"));
        var name = changed == "parcel" ? $"parcels/{_bindle.DigestOf(0)}.dat" : changed;
        await File.WriteAllTextAsync(_temp.Combine("out", name), "fIrst");
        var before = _temp.Fingerprint();

        var refusal = await Assert.ThrowsAsync<BindleWriteException>(() => WriteAsync(_temp.Combine("out")));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, _temp.Fingerprint());
    }

    [Fact]
    public async Task Write_FileInTheWay_IsRefused()
    {
        await File.WriteAllTextAsync(_temp.Combine("out"), "x");

        await Assert.ThrowsAsync<BindleWriteException>(() => WriteAsync(_temp.Combine("out")));

        Assert.Equal("x", await File.ReadAllTextAsync(_temp.Combine("out")));
    }

    [Fact]
    public async Task Write_ParentIsAFile_IsRefused()
    {
        await File.WriteAllTextAsync(_temp.Combine("file"), "x");

        await Assert.ThrowsAsync<BindleWriteException>(() => WriteAsync(_temp.Combine("file", "out")));
    }

    [Theory]
    [InlineData("fIrst", "its bytes have the SHA-256")]
    [InlineData("firs", "has 4 bytes, its label says 5")]
    [InlineData("first!", "more than the 5 bytes")]
    [InlineData(null, "cannot be had")]
    public async Task Write_ParcelNotAsItsLabelSays_LeavesNothing(string? content, string reason)
    {
        _bindle.WriteStandalone(_temp.Combine("in"));
        var parcel = _temp.Combine("in", "parcels", _bindle.DigestOf(0) + ".dat");
        File.Delete(parcel);
        if (content is not null)
        {
            await File.WriteAllTextAsync(parcel, content);
        }

        var refusal = await Assert.ThrowsAsync<BindleWriteException>(
            () => CopyAsync(_temp.Combine("in"), _temp.Combine("out")));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["in"], Names(_temp.Path));
    }

    [Fact]
    public async Task Write_NamedAfterAnotherKey_IsRefused()
    {
        var other = _temp.Combine(new string('0', 64));

        var refusal = await Assert.ThrowsAsync<BindleWriteException>(() => WriteAsync(other));

        Assert.Contains(_bindle.Key, refusal.Message, StringComparison.Ordinal);
        Assert.True(await WriteAsync(_temp.Combine(_bindle.Key)));
    }

    [Fact]
    public async Task Write_UnreadableInvoice_IsRefused()
    {
        Directory.CreateDirectory(_temp.Combine("in"));
        await File.WriteAllTextAsync(_temp.Combine("in", "invoice.toml"), "");

        await Assert.ThrowsAsync<BindleWriteException>(() => CopyAsync(_temp.Combine("in"), _temp.Combine("out")));

        Assert.Equal(["in"], Names(_temp.Path));
    }

    [Fact]
    public async Task Write_DigestThatIsAPath_IsRefused()
    {
        var text = _bindle.InvoiceText.Replace(_bindle.DigestOf(0), "../../evil", StringComparison.Ordinal);
        Directory.CreateDirectory(_temp.Combine("in", "parcels"));
        await File.WriteAllTextAsync(_temp.Combine("in", "invoice.toml"), text);

        await Assert.ThrowsAsync<BindleWriteException>(() => CopyAsync(_temp.Combine("in"), _temp.Combine("out")));

        Assert.Equal(["in"], Names(_temp.Path));
    }

    [Fact]
    public async Task Write_DigestsInUpperCase_KeepsTheInvoiceAndNamesFilesInLowerCase()
    {
        _bindle.WriteStandalone(_temp.Combine("in"));
        var upper = _bindle.DigestOf(0).ToUpperInvariant();
        var text = _bindle.InvoiceText.Replace(_bindle.DigestOf(0), upper, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_temp.Combine("in", "invoice.toml"), text);

        Assert.True(await CopyAsync(_temp.Combine("in"), _temp.Combine("out")));

        Assert.Equal(text, await File.ReadAllTextAsync(_temp.Combine("out", "invoice.toml")));
        Assert.Equal(
            "first", await File.ReadAllTextAsync(_temp.Combine("out", "parcels", _bindle.DigestOf(0) + ".dat")));
        Assert.False(await CopyAsync(_temp.Combine("in"), _temp.Combine("out")));
    }

    [Fact]
    public async Task Write_Cancelled_LeavesNothing()
    {
        _bindle.WriteStandalone(_temp.Combine("in"));
        await using var source = await SourceReading.OpenAsync(_temp.Combine("in"));
        var package = await source.OpenAsync(null, default);

        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => StandaloneFolderWriter.WriteAsync(package, _temp.Combine("out"), cancelled));

        Assert.Equal(["in"], Names(_temp.Path));
    }

    [Fact]
    public async Task Write_StageThatCannotBeRemoved_StillTellsWhatStoppedTheWriting()
    {
        var reading = InvoiceToml.Read(_bindle.Invoice, "in");
        var package = BindlePackage.Create("in", _bindle.Invoice, reading, new BuryingStore(_temp.Path));
        try
        {
            var fault = await Assert.ThrowsAsync<BindleWriteException>(
                () => StandaloneFolderWriter.WriteAsync(package, _temp.Combine("out"), default));

            Assert.Contains("the parcel is gone", fault.Message, StringComparison.Ordinal);
            Assert.Contains(_temp.Combine(".out."), fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            await Tool.RunAsync("rm", "-rf", Assert.Single(Directory.GetDirectories(_temp.Path)));
        }
    }

    /// <summary>Fails, and leaves folders in the stage whose path is too long to be removed by it.</summary>
    private sealed class BuryingStore(string folder) : IParcelStore
    {
        public ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public async ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken)
        {
            var stage = Assert.Single(Directory.GetDirectories(folder));
            var deeper = $"d=$(printf '%0200d' 0); for i in $(seq 30); do mkdir $d && cd -P $d || exit 1; done";
            Assert.Equal(0, (await Tool.RunAsync("bash", "-c", $"cd '{stage}'; {deeper}")).ExitCode);
            throw new BindleSourceException("in", "the parcel is gone.");
        }
    }

    private static IEnumerable<string?> Names(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static async Task<bool> CopyAsync(string from, string to)
    {
        await using var source = await SourceReading.OpenAsync(from);
        return await StandaloneFolderWriter.WriteAsync(await source.OpenAsync(null, default), to, default);
    }

    private async Task<bool> WriteAsync(string folder)
    {
        using var store = new TempFolder();
        _bindle.WriteToStore(store.Path);
        return await CopyAsync(store.Path, folder);
    }
}
