using Migrator.Conversion.Tests.Spin;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>Which files the components get, and what is refused (spec/bindle.md 8.3 and 8.5).</summary>
public sealed class WagiFilesTests
{
    private static readonly ConversionOptions Universal = new() { Referrer = false };
    private static readonly ConversionOptions Own = Universal with { WagiFiles = WagiFiles.Own };

    [Fact]
    public async Task ConvertAsync_TwoFilesOfOneName_AreRefusedUnlessEachIsItsOwnHandlers()
    {
        var bindle = new BindleBuilder()
            .WithHandler("/a", name: "a.wasm", requires: ["a"]).WithHandler("/b", name: "b.wasm", requires: ["b"])
            .WithAsset("x.txt", "one", ["a"]).WithAsset("x.txt", "two", ["b"]);

        (await bindle.ConvertAsync(Universal)).Refusal(WagiFindings.TwoFiles);
        var own = await LockedJson.OfAsync((await bindle.ConvertAsync(Own)).Artifact!);
        Assert.Equal("one", System.Text.Encoding.UTF8.GetString((await own.FilesAsync("a"))["x.txt"]));
        Assert.Equal("two", System.Text.Encoding.UTF8.GetString((await own.FilesAsync("b"))["x.txt"]));
    }

    // A note with a way out, only where it changes something.
    [Theory]
    [InlineData(WagiFiles.Shared, "b", true)]
    [InlineData(WagiFiles.Shared, "none", false)]
    [InlineData(WagiFiles.Shared, "a", false)]
    [InlineData(WagiFiles.Own, "b", false)]
    public async Task ConvertAsync_FilesOfSeveralHandlers_AreToldToBeShared(
        WagiFiles files, string required, bool isTold)
    {
        var bindle = new BindleBuilder()
            .WithHandler("/a", name: "a.wasm", requires: ["a"])
            .WithHandler("/b", name: "b.wasm", requires: [required])
            .WithAsset("a.txt", "one", ["a"]).WithAsset("b.txt", "two", ["b"]);

        var outcome = await bindle.ConvertAsync(Universal with { WagiFiles = files });

        Assert.Equal(isTold, outcome.Has(WagiFindings.SharedFiles));
        Assert.Equal(
            isTold ? ["a.txt", "b.txt"] : ["a.txt"], (await LockedJson.OfAsync(outcome.Artifact!)).FilePaths("a"));
        outcome.Remark(WagiFindings.ReadOnlyFiles);
    }

    [Fact]
    public async Task ConvertAsync_FileThatIsAFolderToo_IsRefused() => (await new BindleBuilder()
        .WithHandler("/a", name: "a.wasm", requires: ["a"]).WithHandler("/b", name: "b.wasm", requires: ["b"])
        .WithAsset("x", "one", ["a"]).WithAsset("x/y.txt", "two", ["b"]).ConvertAsync(Universal))
        .Refusal(WagiFindings.FileAndFolder);

    [Theory]
    [InlineData("x", "x-y", "x/y.txt")]
    [InlineData("x/y", "x/y!", "x/y/z")]
    public async Task ConvertAsync_NameBetweenFileAndFolder_HidesNeither(params string[] names)
    {
        var bindle = new BindleBuilder().WithHandler("/", requires: names);
        foreach (var name in names)
        {
            bindle.WithAsset(name, name, [name]);
        }

        Assert.StartsWith(
            $"'{names[0]}' is a file and the folder of '{names[2]}'",
            (await bindle.ConvertAsync(Universal)).Refusal(WagiFindings.FileAndFolder).Message,
            StringComparison.Ordinal);
    }

    // Folder by folder this takes more than 10^11 steps.
    [Fact]
    public async Task ConvertAsync_NameOf300000Folders_IsReadInOnePass()
    {
        var deep = string.Concat(Enumerable.Repeat("a/", 300_000));
        var bindle = new BindleBuilder().WithHandler("/", requires: ["g"])
            .WithAsset(deep + "b", "x", ["g"]).WithAsset(deep + "c", "y", ["g"]).WithAsset("a/b", "z", ["g"]);

        var outcome = await Task.Run(() => bindle.ConvertAsync(Universal)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.NotNull(outcome.Artifact);
    }

    // The way out is offered where it leads out: not where each handler requires the files of all.
    [Theory]
    [InlineData(WagiFiles.Shared, 100, true)]
    [InlineData(WagiFiles.Shared, 1, false)]
    [InlineData(WagiFiles.Own, 1, false)]
    public async Task ConvertAsync_MoreFilesThanALockedAppLists_AreRefusedWithAWayOut(
        WagiFiles files, int groups, bool toOwn)
    {
        var deep = string.Concat(Enumerable.Repeat("folder/", 1_000));
        var bindle = new BindleBuilder();
        for (var i = 0; i < 100; i++)
        {
            var group = $"g{i % groups}";
            bindle.WithHandler($"/{i}", requires: [group]).WithAsset($"{deep}{i}.txt", "same", [group]);
        }

        var refusal = (await bindle.ConvertAsync(Universal with { WagiFiles = files }))
            .Refusal(WagiFindings.TooManyFiles);

        Assert.Contains("each counted as often as a component has it", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(toOwn, refusal.Message.Contains("--wagi-files own", StringComparison.Ordinal));
        Assert.Equal(toOwn, (await bindle.ConvertAsync(Own)).Artifact is not null);
    }

    [Theory]
    [InlineData(WagiFiles.Shared, true)]
    [InlineData(WagiFiles.Own, false)]
    public async Task ConvertAsync_TwoFilesOfOneNameInOneGroup_AreRefusedWithWhatHelps(WagiFiles files, bool toOwn)
    {
        var refusal = (await new BindleBuilder().WithHandler("/", requires: ["g"])
            .WithAsset("x.txt", "one", ["g"]).WithAsset("x.txt", "two", ["g"]).WithGroup("g")
            .ConvertAsync(Universal with { WagiFiles = files })).Refusal(WagiFindings.TwoFiles);

        Assert.Contains("Two files map to '/x.txt'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(toOwn, refusal.Message.Contains("--wagi-files own", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ConvertAsync_TwoFilesOfOneNameInAGroupThatNobodyRequires_AreNoMatter()
    {
        var outcome = await new BindleBuilder().WithHandler("/")
            .WithAsset("x.txt", "one", ["g"]).WithAsset("x.txt", "two", ["g"]).WithGroup("g").ConvertAsync(Universal);

        Assert.Empty((await LockedJson.OfAsync(outcome.Artifact!)).FilePaths("web"));
    }

    [Fact]
    public async Task ConvertAsync_TwoFilesOfOneNameAsABindle_AreBothKept()
    {
        var outcome = await new BindleBuilder().WithHandler("/", requires: ["g"])
            .WithAsset("x.txt", "one", ["g"]).WithAsset("x.txt", "two", ["g"]).WithGroup("g")
            .ConvertAsync(new ConversionOptions { Profile = Profile.Bindle });

        Assert.Equal(3, outcome.Artifact!.Manifest.Layers.Length);
    }

    // Each of 510 handlers leads to all 1,000 groups, and all 200 parcels are in every one of them. One file of a very
    // long name, in all of their lists, is more than a locked app has.
    [Theory]
    [InlineData(10, true)]
    [InlineData(133_000, false)]
    public async Task ConvertAsync_MoreGroupsThanAreWalked_AreRefusedForThatReason(int nameLength, bool toShared)
    {
        string[] groups = [.. Enumerable.Range(0, 1_000).Select(at => $"g{at}")];
        var bindle = new BindleBuilder().WithAsset(new string('a', nameLength), "a", ["g0"]);
        foreach (var required in groups.Chunk(5))
        {
            bindle.WithAsset("link", "x", groups, required, file: "false");
        }

        for (var i = 0; i < 510; i++)
        {
            bindle.WithHandler($"/{i}", requires: ["g0"]);
        }

        var refusal = (await bindle.ConvertAsync(Own)).Refusal(WagiFindings.TooManySteps);

        Assert.Equal(toShared, refusal.Message.Contains("--wagi-files shared", StringComparison.Ordinal));
        Assert.Equal(toShared, (await bindle.ConvertAsync(Universal)).Artifact is not null);
    }

    [Fact]
    public async Task ConvertAsync_FilesOfManyHandlersForSpin2_ArePackedIntoOneArchive()
    {
        var bindle = new BindleBuilder();
        for (var i = 0; i < 500; i++)
        {
            bindle.WithAsset($"{i}.txt", $"{i}".PadRight(129), ["g"]);
        }

        for (var i = 0; i < 300; i++)
        {
            bindle.WithHandler($"/{i}", requires: ["g"]);
        }

        var artifact = (await bindle.ConvertAsync(Universal with { Profile = Profile.Spin2 })).Artifact!;

        Assert.Equal(3, artifact.Manifest.Layers.Length);
        Assert.Equal(500, (await LockedJson.OfAsync(artifact)).FilePaths("web-r300").Count);
    }

    // Each handler leads to each group, and only one of the 10,000 parcels in them is a file.
    [Fact]
    public async Task ConvertAsync_ThousandHandlersOverGroupsAlmostWithoutFiles_AreAllWalked()
    {
        const int Count = 1_000;
        var bindle = new BindleBuilder().WithAsset("a.txt", "a", ["g0"]);
        for (var i = 0; i < Count; i++)
        {
            bindle.WithHandler($"/{i}", requires: [$"g{i}"]);
            for (var j = 0; j < 10; j++)
            {
                bindle.WithAsset("x", "x", [$"g{i}"], [$"g{(i + 1) % Count}", $"g{i * j % Count}"], file: "false");
            }
        }

        var outcome = await bindle.ConvertAsync(Universal with { WagiFiles = WagiFiles.Own });

        var app = await LockedJson.OfAsync(outcome.Artifact!);
        Assert.Equal(Count, app.Triggers.Length);
        Assert.All((string[])["web", "web-r2", $"web-r{Count}"], id => Assert.Equal(["a.txt"], app.FilePaths(id)));
    }
}
