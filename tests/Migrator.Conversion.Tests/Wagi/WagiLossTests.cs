using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Tests.Spin;
using Migrator.Conversion.Wagi;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>What Wagi had and Spin has not (spec/bindle.md 8.5): each a finding with its cause.</summary>
public sealed class WagiLossTests
{
    private static readonly ConversionOptions Universal = new() { Referrer = false };

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

    // What no request matches as it stands: "" makes routes such as /a of "a"; those of "x" stay without a slash.
    [Theory]
    [InlineData("", true)]
    [InlineData("/healthz", true)]
    [InlineData("/exact/", true)]
    [InlineData("x", false)]
    [InlineData("/a?b", false)]
    [InlineData("/all", false)]
    [InlineData("/all/", false)]
    [InlineData("/all/b/...", false)]
    public async Task ConvertAsync_RoutesComputedBelowARouteThatNothingReaches_AreNamedIfReached(
        string route, bool isTold)
    {
        var outcome = await new BindleBuilder().WithHandler("/exact/").WithHandler("/all/...", name: "all.wasm")
            .WithHandler(route, WagiBuilder.Module("_start", "_routes"), "dyn.wasm").ConvertAsync(Universal);

        outcome.Remark(WagiFindings.HandlerLeftOut);
        Assert.Equal(isTold, outcome.Has(WagiFindings.DynamicRoutes));
    }

    [Fact]
    public async Task ConvertAsync_RoutesComputedByAHandlerLeftOut_AreNamedToo()
    {
        var bindle = new BindleBuilder()
            .WithHandler("/dyn").WithHandler("/dyn", WagiBuilder.Module("_start", "_routes"), "dyn.wasm");

        Assert.Equal(
            "handler dyn.wasm", (await bindle.ConvertAsync(Universal)).Remark(WagiFindings.DynamicRoutes).Subject);
        (await bindle.ConvertAsync(Universal with { Strict = true })).Refusal(WagiFindings.DynamicRoutes);
    }

    [Fact]
    public async Task ConvertAsync_RouteOfAParcelThatIsNoModule_IsNamedAsNotServedAndRefusedWhenStrict()
    {
        var bindle = new BindleBuilder().WithHandler("/").With(BindleBuilder.Text("other"), Unserved("/other"));

        var told = (await bindle.ConvertAsync(Universal)).Remark(WagiFindings.NotServed);

        Assert.Equal(FindingLevel.Warning, told.Level);
        Assert.Contains("'/other'", told.Message, StringComparison.Ordinal);
        (await bindle.ConvertAsync(Universal with { Strict = true })).Refusal(WagiFindings.NotServed);
        var shown = Assert.Single(
            WagiApplication.RoutesOf(bindle.Package.Invoice!), route => route.ComponentId is null);
        Assert.Equal("/other", shown.Route);
        Assert.Contains("'application/octet-stream'", shown.LeftOut, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_NoRouteWithAModule_SaysSo() => Assert.Contains(
        "a Wagi application with 1 route, none of them to a parcel of the media type application/wasm",
        (await new BindleBuilder().With(BindleBuilder.Text("other"), Unserved("/other")).ConvertAsync(Universal))
            .Findings.Single(finding => finding.IsError).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("tool  x", true)]
    [InlineData("tool\tx", true)]
    [InlineData(" tool", true)]
    [InlineData("", true)]
    [InlineData("tool x", false)]
    public async Task ConvertAsync_ArgumentsOfOtherThanSingleBlanks_AreTold(string argv, bool isTold)
    {
        var outcome = await new BindleBuilder().WithHandler("/", features: [("argv", argv)]).ConvertAsync(Universal);

        Assert.Equal(isTold, outcome.Has(WagiFindings.SplitOtherwise));
        Assert.False(outcome.Has(WagiFindings.EmptyArguments));
    }

    [Theory]
    [InlineData("/.../")]
    [InlineData("/x/.../")]
    public async Task ConvertAsync_PlainRouteThatSpinTakesForAWildcard_IsLeftOutAndNamesItsPath(string route)
    {
        var outcome = await new BindleBuilder()
            .WithHandler("/a").WithHandler(route, name: "rest.wasm").ConvertAsync(Universal);

        Assert.Contains($"'{route}'", outcome.Remark(WagiFindings.BecomesWildcard).Message, StringComparison.Ordinal);
        Assert.Equal($"path {route}", outcome.Remark(WagiFindings.PathChangesOwner).Subject);
        Assert.Single((await LockedJson.OfAsync(outcome.Artifact!)).Triggers);
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
    public async Task ConvertAsync_ModuleTooLargeToLookInto_IsTakenAndTold() => Assert.Contains(
        "has 67108865 bytes",
        (await new BindleBuilder().WithHandler("/", new byte[(64 << 20) + 1]).ConvertAsync(Universal))
            .Remark(WagiFindings.ModuleNotLooked).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task ConvertAsync_HostBoundRoute_IsTold() => Assert.Contains(
        "'a.example'",
        (await new BindleBuilder().WithHandler("/", features: [("host", "a.example")]).ConvertAsync(Universal))
            .Remark(WagiFindings.HostBound).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task ConvertAsync_OneRouteForTwoHosts_NamesBothHostsAndTheHandlerLeftOut()
    {
        var outcome = await new BindleBuilder()
            .WithHandler("/", name: "a.wasm", features: [("host", "a.example")])
            .WithHandler("/", name: "b.wasm", features: [("host", "b.example")])
            .ConvertAsync(Universal);

        var (left, kept) = (outcome.Findings.Where(finding => finding.Kind == WagiFindings.HostBound).First(),
            outcome.Findings.Last(finding => finding.Kind == WagiFindings.HostBound));
        Assert.Equal(("handler b.wasm", "component a"), (left.Subject, kept.Subject));
        Assert.Contains("'b.example'", left.Message, StringComparison.Ordinal);
        Assert.Contains("without its host it is taken whole by a", left.Message, StringComparison.Ordinal);
        Assert.Contains("'a.example'", kept.Message, StringComparison.Ordinal);
        outcome.Remark(WagiFindings.HandlerLeftOut);
    }

    [Theory]
    [InlineData("/...", true)]
    [InlineData("/a/...", false)]
    [InlineData("/", false)]
    public async Task ConvertAsync_RouteForEverything_NamesThePathsThatSpinAnswersItself(string route, bool isTold)
    {
        var outcome = await new BindleBuilder().WithHandler(route).ConvertAsync(Universal);

        Assert.Equal(isTold, outcome.Has(WagiFindings.ReservedPaths));
        if (isTold)
        {
            var told = outcome.Remark(WagiFindings.ReservedPaths);
            Assert.Equal(FindingLevel.Note, told.Level);
            Assert.Contains("/.well-known/spin/health, /.well-known/spin/info", told.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ConvertAsync_RoutesThatDifferInASlash_KeepTheFirstAndNameThePath()
    {
        var outcome = await new BindleBuilder()
            .WithHandler("/x", name: "a.wasm").WithHandler("/x/", name: "b.wasm").ConvertAsync(Universal);

        outcome.Remark(WagiFindings.SameButSlash);
        var change = outcome.Remark(WagiFindings.PathChangesOwner);
        Assert.Equal("path /x/", change.Subject);
        Assert.Contains("went to the handler 'b.wasm' at '/x/' under Wagi", change.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/x", "/x/")]
    [InlineData("/y", "/x/.../")]
    public async Task ConvertAsync_RouteTakenByAHandlerWithoutAComponent_NamesModuleAndRoute(string first, string route)
    {
        var outcome = await new BindleBuilder()
            .WithHandler(first, name: "h.wasm").WithHandler(route, name: "h.wasm").WithHandler(route, name: "h.wasm")
            .ConvertAsync(Universal);

        Assert.Contains(
            $"is taken whole by the handler 'h.wasm' at '{route}', whose route comes first",
            outcome.Remark(WagiFindings.HandlerLeftOut).Message,
            StringComparison.Ordinal);
        Assert.All(
            outcome.Findings,
            finding => Assert.DoesNotContain("h-r2", finding.Message, StringComparison.Ordinal));
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

    // No Wagi had it (spec/bindle.md 8.2): a handler redirected with the header location.
    [Fact]
    public async Task ConvertAsync_Redirect_IsNamedAsAFeatureThatNoWagiRead()
    {
        var outcome = await new BindleBuilder()
            .WithHandler("/old", features: [("redirect", "/new")]).ConvertAsync(Universal);

        Assert.Contains("'redirect'", outcome.Remark(WagiFindings.FeatureLeftOut).Message, StringComparison.Ordinal);
        Assert.Equal("BM3722", WagiFindings.FeatureLeftOut.Code);
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

    private static Parcel Unserved(string route)
    {
        var bytes = BindleBuilder.Text("other");
        var label = new Label
        {
            Sha256 = BindleBuilder.Sha256(bytes),
            MediaType = "application/octet-stream",
            Name = "other",
            Size = bytes.Length,
        };
        var features = label.Features.Add("wagi", TextMap.Empty.Add("route", route));
        return new Parcel { Label = label with { Features = features } };
    }
}
