using System.Text;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin;
using Migrator.Oci.Model;

namespace Migrator.Conversion.Tests.Spin;

public sealed class UniversalAssemblyTests
{
    private readonly List<Finding> _findings = [];

    [Fact]
    public async Task Assemble_App_GivesOneArtifactForAll()
    {
        var component = TestApp.Component("web", "/...", TestApp.File("page", TestApp.Text(1, 200)));
        component = component with { Declared = component.Declared with { AllowedHttpHosts = ["H.example"] } };

        var draft = Assemble(TestApp.Http("/", component));

        var layers = draft!.Manifest.Layers;
        Assert.Equal(
            [SpinMediaTypes.Wasm, SpinMediaTypes.Data, SpinMediaTypes.Application],
            layers.Select(layer => layer.MediaType));
        var locked =
            "{'spin_lock_version':0,'metadata':{'name':'shop','trigger':{'base':'/','type':'http'},'version':'1.2.0'},"
            + "'triggers':[{'id':'trigger--web','trigger_type':'http','trigger_config':{'component':'web',"
            + "'executor':null,'route':'/...'}}],'components':[{'id':'web','metadata':{'ai_models':[],"
            + "'allowed_http_hosts':['H.example'],'allowed_outbound_hosts':['redis://*:*','mysql://*:*',"
            + "'postgres://*:*','http://h.example','https://h.example'],'databases':[],'key_value_stores':[]},"
            + $"'source':{{'content_type':'application/wasm','digest':'{layers[0].Digest}'}},"
            + $"'files':[{{'digest':'{layers[1].Digest}','path':'page'}}]}}]}}";
        Assert.Equal(locked.Replace('\'', '"'), await TextAsync(draft, layers[2]));
        var image = ",'architecture':'wasm','os':'wasip1','config':{'Labels':{'com.fermyon.spin.lockedAppDigest':"
            + $"'{layers[2].Digest}'}}}},'rootfs':{{'type':'layers','diff_ids':[]}},'history':[]}}";
        Assert.Equal((locked[..^1] + image).Replace('\'', '"'), await TextAsync(draft, draft.Manifest.Config));
        Assert.Equal(MediaTypes.ImageConfig, draft.Manifest.Config.MediaType);
    }

    [Fact]
    public async Task Assemble_Base_IsFolded()
    {
        var draft = Assemble(TestApp.Http("/api", TestApp.Component("web", "/x")));

        var locked = await TextAsync(draft!, draft!.Manifest.Layers[^1]);
        Assert.Contains("\"route\":\"/api/x\"", locked, StringComparison.Ordinal);
        Assert.Contains("\"base\":\"/\"", locked, StringComparison.Ordinal);
        Assert.Contains(_findings, finding => finding.Code == "BM3322");
    }

    [Theory]
    [InlineData(InlineFiles.Skip, 2)]
    [InlineData(InlineFiles.Also, 3)]
    public void Assemble_SmallFile_HasALayerWhenAsked(InlineFiles inlineFiles, int layers)
    {
        var app = TestApp.Http("/", TestApp.Component("web", "/...", TestApp.File("small", "s")));

        var draft = Assemble(app, new ConversionOptions { InlineFiles = inlineFiles });

        Assert.Equal(layers, draft!.Manifest.Layers.Length);
    }

    [Fact]
    public void Assemble_EqualContent_IsRepeatedInTheManifestAndOneBlob()
    {
        var one = TestApp.Component("one", "/a");
        var two = TestApp.Component("two", "/b") with { Source = one.Source };

        var draft = Assemble(TestApp.Http("/", one, two));

        Assert.Equal(3, draft!.Manifest.Layers.Length);
        Assert.Equal(3, draft.Blobs.Length);
    }

    [Fact]
    public void Assemble_500Layers_WarnsAndNamesSpin2()
    {
        var draft = Assemble(ManyFiles(499));

        Assert.NotNull(draft);
        var finding = Assert.Single(_findings, finding => finding.Kind == ApplicationFindings.ManyLayers);
        Assert.Equal(FindingLevel.Warning, finding.Level);
        Assert.Contains("spin2", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Assemble_499Layers_SaysNothing()
    {
        Assemble(ManyFiles(498));

        Assert.DoesNotContain(_findings, finding => finding.Kind == ApplicationFindings.ManyLayers);
    }

    [Fact]
    public void Assemble_ManifestAbove4MiB_IsRefused()
    {
        Assert.Null(Assemble(ManyFiles(29_000)));

        var finding = Assert.Single(_findings, finding => finding.IsError);
        Assert.Equal("BM3330", finding.Code);
        Assert.Contains("spin2", finding.Message, StringComparison.Ordinal);
    }

    private static SpinApplication ManyFiles(int count) => TestApp.Http("/", TestApp.Component(
        "web", "/...", Enumerable.Range(0, count).Select(at => TestApp.File($"f{at}", TestApp.Text(at, 129)))));

    private ArtifactDraft? Assemble(SpinApplication app, ConversionOptions? options = null) =>
        UniversalAssembly.Assemble(app, options ?? new ConversionOptions(), _findings);

    private static async Task<string> TextAsync(ArtifactDraft draft, Descriptor descriptor)
    {
        var blob = draft.Blobs.Single(blob => blob.Descriptor.Digest == descriptor.Digest);
        await using var stream = await blob.Open(default);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
