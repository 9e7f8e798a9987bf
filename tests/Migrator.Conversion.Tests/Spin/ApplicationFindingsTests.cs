using System.Globalization;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>Components, files and layers: a row of spec/spin-oci.md 6 each.</summary>
public sealed class ApplicationFindingsTests
{
    private static readonly byte[] Other = [.. BindleBuilder.Module, 1];
    private static readonly string ModuleSha = BindleBuilder.Sha256(BindleBuilder.Module);
    private static readonly string OtherSha = BindleBuilder.Sha256(Other);

    [Fact]
    public async Task ConvertAsync_NoComponents_GivesAnArtifactWithoutLayers()
    {
        var outcome = await new BindleBuilder().WithManifest("component = []\n[trigger]\ntype = 'http'").ConvertAsync();
        outcome.Remark(ApplicationFindings.NoComponents);
        Assert.EndsWith(
            "\"layers\":[],\"schemaVersion\":2}",
            outcome.Artifact!.ManifestText(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Profile.Spin1, AppVersionPolicy.Plain)]
    [InlineData(Profile.Spin2, AppVersionPolicy.Full)]
    [InlineData(Profile.Universal, AppVersionPolicy.Full)]
    public async Task ConvertAsync_DuplicateIds_AreRefused(Profile profile, AppVersionPolicy version)
    {
        var options = Spin1.Plain with { Profile = profile, AppVersion = version };
        (await TwoComponents("x", "x").ConvertAsync(options)).Refusal(ApplicationFindings.DuplicateComponent);
    }

    [Fact]
    public async Task ConvertAsync_DuplicateIdsExactly_ReproducesSpin()
    {
        var outcome = await TwoComponents("x", "x").ConvertAsync(Spin1.Full);
        outcome.Remark(ApplicationFindings.DuplicateComponent);
        Assert.All(outcome.Artifact!.Manifest.Layers, layer => Assert.Equal(OtherSha, layer.Digest.Hex));
        var config = await outcome.Artifact.ConfigTextAsync();
        Assert.Contains(
            """
            "triggers":[{"id":"trigger--x","trigger_type":"http",
            "trigger_config":{"component":"x","executor":null,"route":"/2"}}],
            """.ReplaceLineEndings(""),
            config,
            StringComparison.Ordinal);
        var strict = await TwoComponents("x", "x").ConvertAsync(Spin1.Full with { Strict = true });
        strict.Refusal(ApplicationFindings.DuplicateComponent);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData(@"a\b")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData("/abs")]
    [InlineData("")]
    public async Task ConvertAsync_UnsafeId_IsRefused(string id) =>
        (await TwoComponents("ok", id).ConvertAsync()).Refusal(ApplicationFindings.UnsafeComponentId);

    [Fact]
    public async Task ConvertAsync_IdsThatSharedAFile_KeepTheirOwnModules()
    {
        var outcome = await TwoComponents("a.b", "a.c").ConvertAsync();
        outcome.Remark(ApplicationFindings.ModuleFileShared);
        Assert.Equal([ModuleSha, OtherSha], outcome.Artifact!.Manifest.Layers.Select(layer => layer.Digest.Hex));
    }

    [Fact]
    public async Task ConvertAsync_OneIdWithADot_IsNoDoubt() =>
        Assert.False((await TwoComponents("a.b", "c").ConvertAsync()).Has(ApplicationFindings.ModuleFileShared));

    [Fact]
    public async Task ConvertAsync_SourceNotInTheInvoice_IsRefused()
    {
        var outcome = await Source(new string('0', 64)).ConvertAsync();
        outcome.Refusal(ApplicationFindings.SourceNotInInvoice);
    }

    [Theory]
    [InlineData("sha256:00")]
    [InlineData("web.wasm")]
    public async Task ConvertAsync_SourceNoDigest_IsRefused(string source) =>
        (await Source(source).ConvertAsync()).Refusal(ApplicationFindings.SourceNotADigest);

    [Fact]
    public async Task ConvertAsync_SourceInCapitals_IsTakenWithAWarning()
    {
        var outcome = await Source(ModuleSha.ToUpperInvariant()).ConvertAsync();
        outcome.Remark(ApplicationFindings.SourceUpperCase);
        Assert.Equal(ModuleSha, outcome.Artifact!.Manifest.Layers[0].Digest.Hex);
    }

    [Theory]
    [InlineData("")]
    [InlineData("(module)")]
    [InlineData("hello, this is text")]
    public async Task ConvertAsync_SmallModuleThatIsNone_Warns(string content)
    {
        var bytes = BindleBuilder.Text(content);
        var outcome = await Source(BindleBuilder.Sha256(bytes)).WithModule(bytes, "small.wasm").ConvertAsync();
        outcome.Remark(ApplicationFindings.NotAModule);
    }

    [Fact]
    public async Task ConvertAsync_GroupWithoutMembers_WarnsOfTheLostFolder()
    {
        var outcome = await BindleBuilder.OneComponent("files = 'f'").WithGroup("f").ConvertAsync();
        outcome.Remark(ApplicationFindings.EmptyMount);
        Assert.DoesNotContain("\"files\"", await outcome.Artifact!.ConfigTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_TwoParcelsForOnePath_TheLaterWins()
    {
        var bindle = WithFiles().WithFile("a/b", "one", "f").WithFile(@"a\b", "two", "f");
        var outcome = await bindle.ConvertAsync();
        var message = outcome.Remark(ApplicationFindings.SamePathOtherBytes).Message;
        Assert.Contains(BindleBuilder.Sha256(BindleBuilder.Text("one")), message, StringComparison.Ordinal);
        Assert.Contains(BindleBuilder.Sha256(BindleBuilder.Text("two")), message, StringComparison.Ordinal);
        Assert.Contains("\"inline\":\"dHdv\"", await outcome.Artifact!.ConfigTextAsync(), StringComparison.Ordinal);
        (await bindle.ConvertAsync(Spin1.Plain with { Strict = true })).Refusal(ApplicationFindings.SamePathOtherBytes);
    }

    [Fact]
    public async Task ConvertAsync_OnePathTwiceWithTheSameBytes_KeepsOneFile()
    {
        var outcome = await WithFiles().WithFile("a", "one", "f").WithFile("./a", "one", "f").ConvertAsync();
        outcome.Remark(ApplicationFindings.SamePathSameBytes);
        Assert.Equal(["a"], await PathsAsync(outcome));
    }

    [Fact]
    public async Task ConvertAsync_NamesOfWindows_BecomePaths()
    {
        var outcome = await WithFiles().WithFile(@"assets\img/logo.svg", "x", "f").ConvertAsync();
        outcome.Remark(ApplicationFindings.PathNormalised);
        Assert.Equal(["assets/img/logo.svg"], await PathsAsync(outcome));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("./.")]
    public async Task ConvertAsync_NameOfNoFile_IsRefused(string name) =>
        (await WithFiles().WithFile(name, "x", "f").ConvertAsync()).Refusal(ApplicationFindings.PathEmpty);

    [Fact]
    public async Task ConvertAsync_TwoDotsInsideAName_AreTakenWithANote()
    {
        var outcome = await WithFiles().WithFile("notes..txt", "x", "f").ConvertAsync();
        Assert.Equal(FindingLevel.Note, outcome.Remark(ApplicationFindings.PathDots).Level);
    }

    [Fact]
    public async Task ConvertAsync_DamagedName_Warns() =>
        (await WithFiles().WithFile("caf\uFFFD.txt", "x", "f").ConvertAsync()).Remark(
            ApplicationFindings.ReplacementCharacter);

    [Theory]
    [InlineData("at 12:00")]
    [InlineData("what?")]
    [InlineData("star*")]
    [InlineData("bell\u0007")]
    public async Task ConvertAsync_OddCharacter_WarnsOnOneLine(string name)
    {
        var outcome = await WithFiles().WithFile(name, "x", "f").ConvertAsync();
        Assert.DoesNotContain(outcome.Remark(ApplicationFindings.OddCharacter).Message, char.IsControl);
    }

    [Fact]
    public async Task ConvertAsync_Paths_AreInTheOrderOfTheirBytes()
    {
        string[] names = ["\uFFEE", "\U0001F600", "é", "b", "B", "a/z", "a-", "a0"];
        var bindle = names.Aggregate(WithFiles(), (builder, name) => builder.WithFile(name, name, "f"));
        Assert.Equal(
            ["B", "a-", "a/z", "a0", "b", "é", "\uFFEE", "\U0001F600"],
            await PathsAsync(await bindle.ConvertAsync()));
    }

    [Fact]
    public async Task ConvertAsync_FileAtTheLimit_IsInlinedAndOneAboveIsNot()
    {
        var outcome = await WithFiles().WithFile("128", new string('x', 128), "f")
            .WithFile("129", new string('x', 129), "f").ConvertAsync();
        Assert.Equal([200, 129], outcome.Artifact!.Manifest.Layers.Select(layer => layer.Size));
        Assert.DoesNotContain("=\"", await outcome.Artifact.ConfigTextAsync(), StringComparison.Ordinal);
        outcome.Remark(ApplicationFindings.InlineOnly);
    }

    [Fact]
    public async Task ConvertAsync_ManyFiles_WarnsFromFiveHundredLayers()
    {
        var bindle = Enumerable.Range(0, 499).Aggregate(
            WithFiles(),
            (builder, n) => builder.WithFile(n.ToString(CultureInfo.InvariantCulture), new string('x', 129 + n), "f"));
        Assert.Contains(
            "spin2",
            (await bindle.ConvertAsync()).Remark(ApplicationFindings.ManyLayers).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_ModuleServedAsFile_Warns()
    {
        var outcome = await WithFiles().With(BindleBuilder.Module, "web.wasm", "application/wasm", "f").ConvertAsync();
        Assert.Contains(ModuleSha, outcome.Remark(ApplicationFindings.ModuleIsFile).Message, StringComparison.Ordinal);
        outcome.Remark(ApplicationFindings.SharedParcel);
    }

    [Fact]
    public async Task ConvertAsync_SmallFileOfAModulesName_IsNoDoubt() =>
        Assert.False(
            (await WithFiles().WithFile("web.wasm", "x", "f").ConvertAsync()).Has(ApplicationFindings.ModuleIsFile));

    private static BindleBuilder WithFiles() => BindleBuilder.OneComponent("files = 'f'").WithGroup("f");

    private static BindleBuilder Source(string source) => new BindleBuilder()
        .WithModule()
        .WithManifest($"""
            [trigger]
            type = 'http'
            [[component]]
            source = '{source}'
            id = 'web'
            trigger = {"{"} route = '/' {"}"}
            """);

    private static BindleBuilder TwoComponents(string first, string second) => new BindleBuilder()
        .WithModule()
        .WithModule(Other, "other.wasm")
        .WithManifest($"""
            [trigger]
            type = 'http'
            [[component]]
            source = '{ModuleSha}'
            id = '{first}'
            trigger = {"{"} route = '/1' {"}"}
            [[component]]
            source = '{OtherSha}'
            id = '{second}'
            trigger = {"{"} route = '/2' {"}"}
            """);

    private static async Task<string[]> PathsAsync(ConversionOutcome outcome)
    {
        Assert.True(outcome.Artifact is not null, string.Join('\n', outcome.Findings));
        var app = System.Text.Json.Nodes.JsonNode.Parse(await outcome.Artifact.ConfigTextAsync())!;
        return [.. app["components"]![0]!["files"]!.AsArray().Select(file => file!["path"]!.GetValue<string>())];
    }
}
