using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin;
using Migrator.Oci.Model;

namespace Migrator.Conversion.Tests.Spin;

public sealed class Spin2AssemblyTests
{
    private readonly List<Finding> _findings = [];

    [Fact]
    public async Task AssembleAsync_App_GivesImageConfigAndApplicationLast()
    {
        var draft = await AssembleAsync(TestApp.Http("/", TestApp.Component("web")));

        var application = draft!.Manifest.Layers[^1];
        Assert.Equal([SpinMediaTypes.Wasm, SpinMediaTypes.Application], Kinds(draft));
        Assert.Equal(
            "{'architecture':'wasm','os':'wasip1','config':{'Labels':{'com.fermyon.spin.lockedAppDigest':'DIGEST'}},"
            + "'rootfs':{'type':'layers','diff_ids':[]}}",
            await TextAsync(draft, draft.Manifest.Config, application.Digest));
        Assert.Equal(
            "{'spin_lock_version':0,'metadata':{'name':'shop','trigger':{'base':'/','type':'http'},"
            + "'triggers':{'http':{'base':'/'}},'version':'1.2.0'},'triggers':[{'id':'trigger-web',"
            + "'trigger_type':'http','trigger_config':{'component':'web','route':'/...'}}],'components':[{'id':'web',"
            + "'metadata':{'allowed_outbound_hosts':['redis://*:*','mysql://*:*','postgres://*:*']},"
            + "'source':{'content_type':'application/wasm','digest':'DIGEST'}}]}",
            await TextAsync(draft, application, draft.Manifest.Layers[0].Digest));
    }

    [Fact]
    public async Task AssembleAsync_EmptyTexts_AreLeftOutAndAuthorsKept()
    {
        var component = TestApp.Component("web");
        var declared = component.Declared with { Description = "", KeyValueStores = ["default"] };
        var app = TestApp.Http("/", component with { Declared = declared });
        var locked = await LockedAsync(app with { Description = "", Authors = ["Ada", "Bob"] });

        Assert.Null(locked["metadata"]!["description"]);
        Assert.Equal("[\"Ada\",\"Bob\"]", locked["metadata"]!["authors"]!.ToJsonString());
        var metadata = locked["components"]![0]!["metadata"]!.AsObject();
        Assert.Equal(["allowed_outbound_hosts", "key_value_stores"], metadata.Select(entry => entry.Key));
    }

    [Fact]
    public async Task AssembleAsync_Redis_KeepsTheExecutor()
    {
        var locked = await LockedAsync(TestApp.Of(
            new ApplicationTrigger.Redis("redis://h"),
            TestApp.Component("a", new ComponentTrigger.Redis("one", HasExecutor: false)),
            TestApp.Component("b", new ComponentTrigger.Redis("two", HasExecutor: true))));

        Assert.Equal("""{"channel":"one","component":"a"}""", Config(locked, 0));
        Assert.Equal("""{"channel":"two","component":"b","executor":{"type":"spin"}}""", Config(locked, 1));
        Assert.Equal("""{"redis":{"address":"redis://h"}}""", locked["metadata"]!["triggers"]!.ToJsonString());
    }

    [Fact]
    public async Task AssembleAsync_ExternalWithComponentKey_RunsTheComponentItselfAndSaysSo()
    {
        var values = SpinValue.TableOf(("component", SpinValue.Of("other")), ("on", SpinValue.Of("x")));
        var locked = await LockedAsync(TestApp.Of(
            new ApplicationTrigger.External("pounce", SpinValue.TableOf()),
            TestApp.Component("c", new ComponentTrigger.External(values))));

        Assert.Equal("""{"component":"c","on":"x"}""", Config(locked, 0));
        Assert.Equal("BM3334", Assert.Single(_findings).Code);
    }

    [Fact]
    public async Task AssembleAsync_FullVersion_SaysItWithoutBindleVersion()
    {
        var options = new ConversionOptions { AppVersion = AppVersionPolicy.Full, InlineFiles = InlineFiles.Also };
        var locked = await LockedAsync(TestApp.Http("/", TestApp.Component("web", "/x")), options);

        Assert.Equal("1.2.0+q0a1b2c3", (string?)locked["metadata"]!["version"]);
        Assert.Null(locked["metadata"]!["bindle_version"]);
        Assert.Equal(["BM3333", "BM3335"], _findings.Select(finding => finding.Code));
    }

    [Fact]
    public async Task AssembleAsync_NoComponents_HasNoSingleTrigger()
    {
        var locked = await LockedAsync(TestApp.Http("/"));

        Assert.Null(locked["metadata"]!["trigger"]);
        Assert.Equal("""{"http":{"base":"/"}}""", locked["metadata"]!["triggers"]!.ToJsonString());
    }

    [Fact]
    public async Task AssembleAsync_EqualContent_IsOneLayerOfEachKind()
    {
        var page = TestApp.File("page", TestApp.Text(1, 200));
        var one = TestApp.Component("one", "/a", page, new AppFile("copy", page.Content), TestApp.File("small", "s"));
        var two = TestApp.Component("two", "/b", page) with { Source = one.Source };
        var self = TestApp.Component("self", "/c", new AppFile("own.wasm", one.Source)) with { Source = one.Source };

        var draft = await AssembleAsync(TestApp.Http("/", one, two, self));

        Assert.Equal(
            [SpinMediaTypes.Wasm, SpinMediaTypes.Data, SpinMediaTypes.Data, SpinMediaTypes.Application], Kinds(draft!));
        Assert.Equal(4, draft!.Blobs.Length);
        Assert.Contains(_findings, finding => finding.Kind == ApplicationFindings.ModuleIsFile);
    }

    [Theory]
    [InlineData(498, false)]
    [InlineData(499, true)]
    public async Task AssembleAsync_ManyFiles_ArePackedAbove499Layers(int files, bool packed)
    {
        var large = Enumerable.Range(0, files).Select(at => TestApp.File($"f{at:d4}", TestApp.Text(at, 129)));
        var inlined = Enumerable.Range(0, 5).Select(at => TestApp.File($"s{at}", $"small {at}"));
        var component = TestApp.Component("web", "/...", large.Concat(inlined));

        var bare = TestApp.Component("bare", "/b") with { Source = component.Source };
        var draft = await AssembleAsync(TestApp.Http("/", component, bare));

        Assert.Equal(packed ? 3 : 500, draft!.Manifest.Layers.Length);
        Assert.Equal(packed, _findings.Any(finding => finding.Code == "BM3331"));
        var locked = JsonNode.Parse(await BytesAsync(draft, draft.Manifest.Layers[^1]))!;
        Assert.Equal(files + 5, locked["components"]![0]!["files"]!.AsArray().Count);
        if (packed)
        {
            Assert.Equal([SpinMediaTypes.Wasm, SpinMediaTypes.Archive, SpinMediaTypes.Application], Kinds(draft));
            await BytesAsync(draft, draft.Manifest.Layers[1]);
        }
    }

    [Fact]
    public async Task AssembleAsync_EqualFileSets_ArePackedOnce()
    {
        var opened = 0;
        var first = TestApp.File("f", TestApp.Text(-1, 129));
        var open = first.Content.Open;
        first = first with
        {
            Content = first.Content with
            {
                Open = token =>
                {
                    opened++;
                    return open(token);
                },
            },
        };
        ImmutableArray<AppFile> files =
            [first, .. Enumerable.Range(0, 500).Select(at => TestApp.File($"f{at}", TestApp.Text(at, 129)))];
        var (a, b) = (TestApp.Component("a", "/a", files), TestApp.Component("b", "/b", files));
        var (c, d) = (b with { Source = a.Source }, TestApp.Component("d", "/d", files.RemoveAt(9)));

        var draft = await AssembleAsync(TestApp.Http("/", a, b, c, d));

        Assert.Equal(
            [SpinMediaTypes.Wasm, SpinMediaTypes.Archive, SpinMediaTypes.Wasm, SpinMediaTypes.Wasm,
                SpinMediaTypes.Archive, SpinMediaTypes.Application],
            Kinds(draft!));
        Assert.Equal(2, opened);
    }

    [Fact]
    public async Task AssembleAsync_PackedFileUnlikeItsLabel_IsRefused()
    {
        var files = Enumerable.Range(0, 500).Select(at => TestApp.File($"f{at}", TestApp.Text(at, 129)));
        var bad = TestApp.File("bad", TestApp.Text(9, 300));
        bad = bad with { Content = bad.Content with { Open = TestApp.Content(TestApp.Text(8, 300)).Open } };

        Assert.Null(await AssembleAsync(TestApp.Http("/", TestApp.Component("a", "/a", files.Append(bad)))));

        var finding = Assert.Single(_findings, finding => finding.IsError);
        Assert.Equal("BM3332", finding.Code);
        Assert.Contains(bad.Content.Digest.Hex, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AssembleAsync_BaseWithoutSlash_IsRefused() =>
        Assert.Null(await AssembleAsync(TestApp.Http("api", TestApp.Component("a"))));

    private Task<ArtifactDraft?> AssembleAsync(SpinApplication app, ConversionOptions? options = null) =>
        Spin2Assembly.AssembleAsync(app, options ?? new ConversionOptions(), _findings, default);

    private async Task<JsonNode> LockedAsync(SpinApplication app, ConversionOptions? options = null)
    {
        var draft = await AssembleAsync(app, options);
        return JsonNode.Parse(await BytesAsync(draft!, draft!.Manifest.Layers[^1]))!;
    }

    private static string Config(JsonNode locked, int at) => locked["triggers"]![at]!["trigger_config"]!.ToJsonString();

    private static IEnumerable<string> Kinds(ArtifactDraft draft) =>
        draft.Manifest.Layers.Select(layer => layer.MediaType);

    // Single quotes for double ones: easier to read in a test.
    private static async Task<string> TextAsync(ArtifactDraft draft, Descriptor blob, Digest digest) =>
        Encoding.UTF8.GetString(await BytesAsync(draft, blob))
            .Replace(digest.ToString(), "DIGEST", StringComparison.Ordinal)
            .Replace('"', '\'');

    private static async Task<byte[]> BytesAsync(ArtifactDraft draft, Descriptor descriptor)
    {
        var blob = draft.Blobs.Single(blob => blob.Descriptor.Digest == descriptor.Digest);
        await using var stream = await blob.Open(default);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        Assert.Equal(descriptor.Digest, Digest.Of(bytes.ToArray()));
        Assert.Equal(descriptor.Size, bytes.Length);
        return bytes.ToArray();
    }
}
