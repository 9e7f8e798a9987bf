using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Tests.Spin;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>What Wagi had and Spin has not (spec/bindle.md 8.5): each a finding with its cause.</summary>
public sealed class WagiLossTests
{
    private static readonly ConversionOptions Universal = new() { Referrer = false };
    private static readonly ConversionOptions Own = Universal with { WagiFiles = WagiFiles.Own };

    [Fact]
    public async Task ConvertAsync_EntrypointOfItsOwn_IsRefusedNamingTheFunctionButForSpin1()
    {
        var bindle = new BindleBuilder().WithHandler(
            "/", WagiBuilder.Module("_start", "ep1"), features: [("entrypoint", "ep1")]);

        Assert.Contains(
            "'ep1'",
            (await bindle.ConvertAsync(Universal)).Refusal(WagiFindings.Entrypoint).Message,
            StringComparison.Ordinal);
        (await bindle.ConvertAsync()).Remark(WagiFindings.Entrypoint);
    }

    [Fact]
    public async Task ConvertAsync_RoutesComputedAtStart_AreNamedAndRefusedWhenStrict()
    {
        var bindle = new BindleBuilder().WithHandler("/dyn", WagiBuilder.Module("_start", "_routes"));

        Assert.Contains(
            "'/dyn/...'", (await bindle.ConvertAsync(Universal)).Remark(WagiFindings.DynamicRoutes).Message,
            StringComparison.Ordinal);
        (await bindle.ConvertAsync(Universal with { Strict = true })).Refusal(WagiFindings.DynamicRoutes);
    }

    [Fact]
    public async Task ConvertAsync_ExperimentalHttp_IsRefused() => (await new BindleBuilder()
        .WithHandler("/", WagiBuilder.Importing("wasi_experimental_http")).ConvertAsync(Universal))
        .Refusal(WagiFindings.ExperimentalHttp);

    [Theory]
    [InlineData("clang", "11.0.1 (https://github.com/llvm/llvm-project 43ff75f2c3)", true)]
    [InlineData("clang", "15.0.6", true)]
    [InlineData("clang", "15.0.7", false)]
    [InlineData("rustc", "1.52.0", false)]
    public async Task ConvertAsync_OldCompiler_IsToldFromTheModule(string tool, string version, bool isOld)
    {
        var outcome = await new BindleBuilder()
            .WithHandler("/", WagiBuilder.MadeBy(tool, version)).ConvertAsync(Universal);

        Assert.Equal(isOld, outcome.Has(WagiFindings.OldToolchain));
        Assert.NotNull(outcome.Artifact);
    }

    [Fact]
    public async Task ConvertAsync_ModuleWithoutStart_IsToldAsUnfit() =>
        (await new BindleBuilder().WithHandler("/", WagiBuilder.Module("run")).ConvertAsync(Universal))
        .Remark(WagiFindings.NoStart);

    [Fact]
    public async Task ConvertAsync_HostBoundRoute_IsTold() => Assert.Contains(
        "'a.example'",
        (await new BindleBuilder().WithHandler("/", features: [("host", "a.example")]).ConvertAsync(Universal))
            .Remark(WagiFindings.HostBound).Message,
        StringComparison.Ordinal);

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

    [Fact]
    public async Task ConvertAsync_FileThatIsAFolderToo_IsRefused() => (await new BindleBuilder()
        .WithHandler("/a", name: "a.wasm", requires: ["a"]).WithHandler("/b", name: "b.wasm", requires: ["b"])
        .WithAsset("x", "one", ["a"]).WithAsset("x/y.txt", "two", ["b"]).ConvertAsync(Universal))
        .Refusal(WagiFindings.FileAndFolder);

    [Fact]
    public async Task ConvertAsync_MoreFilesThanAnArtifactLists_AreRefusedQuickly()
    {
        var bindle = new BindleBuilder();
        for (var i = 0; i < 400; i++)
        {
            bindle.WithHandler($"/{i}", requires: ["g"]).WithAsset($"{i}.txt", "same", ["g"]);
        }

        (await bindle.ConvertAsync(Universal)).Refusal(WagiFindings.TooManyFiles);
    }

    [Fact]
    public async Task ConvertAsync_RoutesThatDifferInASlash_KeepTheFirstAndNameThePath()
    {
        var outcome = await new BindleBuilder()
            .WithHandler("/x", name: "a.wasm").WithHandler("/x/", name: "b.wasm").ConvertAsync(Universal);

        outcome.Remark(WagiFindings.SameButSlash);
        Assert.Equal("path /x/", outcome.Remark(WagiFindings.PathChangesOwner).Subject);
    }

    [Fact]
    public async Task ConvertAsync_HealthCheck_IsNamedWithItsNewOwner() => Assert.Contains(
        "goes to component web",
        (await new BindleBuilder().WithHandler("/...").ConvertAsync(Universal))
            .Remark(WagiFindings.HealthCheckGone).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task ConvertAsync_WagiApp_HasNoRemarksOnEarlySpin()
    {
        var outcome = await new BindleBuilder()
            .WithHandler("/a", name: "a.wasm").WithHandler("/...", name: "b.wasm").ConvertAsync(Universal);

        Assert.False(outcome.Has(RouteFindings.Healthz) || outcome.Has(RouteFindings.LastMatch));
    }

    [Fact]
    public async Task ConvertAsync_EveryKindOfModuleName_GivesAKebabId()
    {
        string[] names =
            ["out/Hello_World.wasm", "hello-world.wasm", "2048.wasm", "käse.gr.wasm", ".wasm", "a/--.wasm"];
        var bindle = new BindleBuilder();
        foreach (var (at, name) in names.Index())
        {
            bindle.WithHandler($"/{at}", name: name);
        }

        var locked = await LockedJson.OfAsync((await bindle.ConvertAsync(Universal)).Artifact!);

        Assert.Equal(
            ["hello-world", "hello-world-r2", "n2048", "k-se-gr", "module", "module-r2"],
            locked.Triggers.Select(trigger => trigger.GetProperty("component").GetString()));
    }

    [Fact]
    public async Task ConvertAsync_EverythingElseInTheBindle_IsNamedAsLeftBehind()
    {
        var outcome = await new BindleBuilder()
            .WithHandler("/", features: [("bindle_server", "http://old")])
            .With([1, 2, 3], "lost.bin", "application/octet-stream")
            .With(invoice => invoice with { Annotations = TextMap.Empty.Add("team", "web") })
            .ConvertAsync(Universal);

        Assert.Contains(
            "'bindle_server'", outcome.Remark(WagiFindings.FeatureLeftOut).Message, StringComparison.Ordinal);
        Assert.Contains("'lost.bin'", outcome.Remark(LossFindings.ParcelDropped).Message, StringComparison.Ordinal);
        outcome.Remark(LossFindings.AnnotationsDropped);
        Assert.False(outcome.Has(LossFindings.ConditionsDropped) || outcome.Has(LossFindings.LabelDetailsDropped));
    }
}
