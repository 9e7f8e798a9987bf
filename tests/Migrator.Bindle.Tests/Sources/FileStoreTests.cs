using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources;

public sealed class FileStoreTests : IDisposable
{
    private static readonly SmallBindle First = new("example.com/first/1.0.0", "one", "shared");
    private static readonly SmallBindle Second = new("example.com/second/2.0.0+b1", "two", "shared") { Yanked = true };
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task List_TwoBindles_GivesIdsAndYankedInOrderOfPlace()
    {
        await using var source = await OpenAsync(First, Second);

        var entries = await source.ListAsync();

        var places = entries.Select(entry => entry.Place).ToList();
        Assert.Equal(places.Order(StringComparer.Ordinal), places);
        Assert.True(entries.Single(entry => Second.Id.Equals(entry.Id)).Yanked);
        Assert.False(entries.Single(entry => First.Id.Equals(entry.Id)).Yanked);
        Assert.All(entries, entry => Assert.Empty(entry.Findings));
    }

    [Fact]
    public async Task Open_ById_GivesEachWhole()
    {
        await using var source = await OpenAsync(First, Second);

        await (await source.OpenAsync(First.Id, default)).AssertWholeAsync(First);
        await (await source.OpenAsync(Second.Id, default)).AssertWholeAsync(Second);
    }

    [Fact]
    public async Task Open_NoIdAndOneBindle_GivesIt()
    {
        await using var source = await OpenAsync(First);

        await (await source.OpenAsync(null, default)).AssertWholeAsync(First);
    }

    [Fact]
    public async Task Open_NoIdAndSeveral_NamesSomeAndSaysHow()
    {
        var many = Enumerable.Range(1, 7).Select(number => new SmallBindle($"example.com/app/{number}.0.0")).ToArray();
        await using var source = await OpenAsync(many);

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => source.OpenAsync(null, default));

        Assert.Equal(5, refusal.Message.Split("example.com/app/").Length - 1);
        Assert.EndsWith("and more). Say which one by its id, NAME/VERSION.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_EmptyStore_SaysSo()
    {
        Directory.CreateDirectory(_temp.Combine("invoices"));
        await using var source = await SourceReading.OpenAsync(_temp.Path);

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => source.OpenAsync(null, default));

        Assert.EndsWith("holds no bindle.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_UnknownId_NamesWhatIsThere()
    {
        await using var source = await OpenAsync(First);

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(
            () => source.OpenAsync(BindleId.Parse("example.com/none/1.0.0"), default));

        Assert.EndsWith("It holds example.com/first/1.0.0.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_Misfiled_IsFoundByItsIdAndNamed()
    {
        First.WriteToStore(_temp.Path, new string('0', 64));
        await using var source = await OpenAsync(Second);

        var package = await source.OpenAsync(First.Id, default);

        Assert.Equal(First.Id, package.Invoice?.Id);
        Assert.Equal(["BM1501"], package.Codes());
        Assert.Contains("BM1501", (await source.ListAsync()).Single(entry => First.Id.Equals(entry.Id)).Codes());
    }

    [Fact]
    public async Task Open_AnotherBindleAtTheKey_IsAnError()
    {
        Second.WriteToStore(_temp.Path, First.Key);
        await using var source = await SourceReading.OpenAsync(_temp.Path);

        var package = await source.OpenAsync(First.Id, default);

        Assert.True(Assert.Single(package.Findings).IsError);
    }

    [Fact]
    public async Task List_DamagedEntries_AreEntriesOfTheirOwn()
    {
        var half = Directory.CreateDirectory(_temp.Combine("invoices", new string('1', 64))).FullName;
        await File.WriteAllTextAsync(Path.Combine(half, "invoice.toml.part"), "bindleVer");
        Directory.CreateDirectory(_temp.Combine("invoices", new string('2', 64)));
        await File.WriteAllTextAsync(_temp.Combine("invoices", ".DS_Store"), "x");
        Directory.CreateDirectory(_temp.Combine("invoices", new string('3', 64), "invoice.toml"));
        Directory.CreateSymbolicLink(_temp.Combine("invoices", new string('4', 64)), half);
        await using var source = await OpenAsync(First);

        var damaged = (await source.ListAsync()).Where(entry => entry.Id is null).ToList();

        Assert.Equal(["BM1505", "BM1502", "BM1502", "BM1503", "BM1505"], damaged.SelectMany(entry => entry.Codes()));
        Assert.Contains("only invoice.toml.part", damaged[1].Findings[0].Message, StringComparison.Ordinal);
        await (await source.OpenAsync(null, default)).AssertWholeAsync(First);
    }

    [Fact]
    public async Task Open_LeftoversBeside_AreIgnoredWithAWarning()
    {
        var folder = First.WriteToStore(_temp.Path);
        await File.WriteAllTextAsync(Path.Combine(folder, "invoice.toml.part"), "x");
        await File.WriteAllTextAsync(ParcelFile(First, 0, "parcel.dat.part"), "x");
        await File.WriteAllTextAsync(ParcelFile(First, 1, "label.toml"), "x");
        await using var source = await SourceReading.OpenAsync(_temp.Path);

        var package = await source.OpenAsync(First.Id, default);

        await package.AssertWholeAsync(First);
        Assert.Equal(["BM1504", "BM1504", "BM1509"], package.Codes());
        Assert.DoesNotContain(package.Findings, finding => finding.IsError);
    }

    [Theory]
    [InlineData("part", "never finished")]
    [InlineData("empty", "is empty, as a failed upload leaves it")]
    [InlineData("absent", "was never uploaded")]
    [InlineData("file", "is a file where")]
    [InlineData("folder", "is a folder where")]
    [InlineData("link", "symbolic link")]
    [InlineData("linked folder", "symbolic link")]
    public async Task Probe_ParcelNotToBeHad_SaysWhy(string damage, string reason)
    {
        await using var source = await OpenAsync(First);
        Damage(damage, Path.GetDirectoryName(ParcelFile(First, 0, "x"))!);
        var package = await source.OpenAsync(First.Id, default);

        await package.AssertAbsentAsync(First.DigestOf(0), reason);
    }

    [Fact]
    public async Task Probe_UpperCaseFolder_IsFoundByTheLowerCaseDigest()
    {
        await using var source = await OpenAsync(First);
        var folder = Path.GetDirectoryName(ParcelFile(First, 0, "x"))!;
        Directory.Move(folder, Path.Combine(Path.GetDirectoryName(folder)!, First.DigestOf(0).ToUpperInvariant()));

        await (await source.OpenAsync(First.Id, default)).AssertWholeAsync(First);
    }

    [Fact]
    public async Task Open_Store_ReadsNoParcelAndChangesNothing()
    {
        await using var source = await OpenAsync(First, Second);
        var before = _temp.Fingerprint();

        await source.ListAsync();
        await source.OpenAsync(First.Id, default);

        Assert.Equal(before, _temp.Fingerprint());
    }

    [Fact]
    public async Task Open_InvoicesIsALink_IsExplained()
    {
        First.WriteToStore(_temp.Combine("real"));
        Directory.CreateDirectory(_temp.Combine("store"));
        Directory.CreateSymbolicLink(_temp.Combine("store", "invoices"), _temp.Combine("real", "invoices"));

        await SourceReading.AssertRefusedAsync(_temp.Combine("store"), "cp -rL");
    }

    private static void Damage(string damage, string folder)
    {
        var file = Path.Combine(folder, "parcel.dat");
        File.Delete(file);
        switch (damage)
        {
            case "part":
                File.WriteAllText(file + ".part", "o");
                break;
            case "absent":
                Directory.Delete(folder);
                break;
            case "file":
                Directory.Delete(folder);
                File.WriteAllText(folder, "one");
                break;
            case "folder":
                Directory.CreateDirectory(file);
                break;
            case "link":
                File.CreateSymbolicLink(file, "/etc/passwd");
                break;
            case "linked folder":
                Directory.Delete(folder);
                Directory.CreateSymbolicLink(folder, "/etc");
                break;
        }
    }

    private string ParcelFile(SmallBindle bindle, int parcel, string name) =>
        _temp.Combine("parcels", bindle.DigestOf(parcel), name);

    private Task<IBindleSource> OpenAsync(params SmallBindle[] bindles)
    {
        foreach (var bindle in bindles)
        {
            bindle.WriteToStore(_temp.Path);
        }

        return SourceReading.OpenAsync(_temp.Path);
    }
}
