using Migrator.Bindle.Verification;
using Migrator.Conversion.Tests.Spin;
using Migrator.Conversion.Wagi;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>The rows of spec/bindle.md 10.3 that concern Wagi, each by what becomes of the application.</summary>
public sealed class WagiRowTests
{
    private static readonly ConversionOptions Universal = new() { Referrer = false };

    [Fact]
    [BindleRow(51, 52)]
    public async Task ConvertAsync_UndeclaredGroup_StillBringsItsFiles()
    {
        var app = await LockedAsync(new BindleBuilder()
            .WithHandler("/", requires: ["g", "nowhere"]).WithAsset("a.txt", "a", ["g"]));

        Assert.Equal(["a.txt"], app.FilePaths("web"));
    }

    [Theory]
    [BindleRow(53, 54)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(300)]
    public async Task ConvertAsync_CircleOfGroups_EndsWithEveryFile(int length)
    {
        var bindle = new BindleBuilder().WithHandler("/", requires: ["g0"]);
        for (var i = 0; i < length; i++)
        {
            bindle.WithAsset($"{i:000}.txt", "same", [$"g{i}"], [$"g{(i + 1) % length}"]);
        }

        var app = await LockedAsync(bindle);

        Assert.Equal(Enumerable.Range(0, length).Select(i => $"{i:000}.txt"), app.FilePaths("web"));
    }

    [Fact]
    [BindleRow(55)]
    public async Task ConvertAsync_GroupDeclaredTwice_IsOne()
    {
        var app = await LockedAsync(new BindleBuilder()
            .WithHandler("/", requires: ["g"]).WithAsset("a.txt", "a", ["g"]).WithGroup("g").WithGroup("g"));

        Assert.Equal(["a.txt"], app.FilePaths("web"));
    }

    [Fact]
    [BindleRow(56)]
    public async Task ConvertAsync_EmptyMemberOf_IsGlobal()
    {
        var app = await LockedAsync(new BindleBuilder().WithHandler("/", memberOf: []));

        Assert.Single(app.Triggers);
    }

    [Fact]
    [BindleRow(57)]
    public async Task ConvertAsync_UnknownSatisfiedBy_TakesAllMembers()
    {
        var app = await LockedAsync(new BindleBuilder()
            .WithHandler("/", requires: ["g"]).WithAsset("a.txt", "a", ["g"]).WithAsset("b.txt", "b", ["g"])
            .With(invoice => invoice with { Groups = [new() { Name = "g", SatisfiedBy = "whoever" }] }));

        Assert.Equal(["a.txt", "b.txt"], app.FilePaths("web"));
    }

    [Fact]
    [BindleRow(58)]
    public async Task ConvertAsync_HandlerInsideAGroup_IsNoComponent()
    {
        var app = await LockedAsync(new BindleBuilder()
            .WithHandler("/", requires: ["g"]).WithHandler("/in", name: "in.wasm", memberOf: ["g"]));

        Assert.Single(app.Triggers);
    }

    [Fact]
    [BindleRow(59)]
    public async Task ConvertAsync_ModuleWithoutRoute_IsNoComponent()
    {
        var app = await LockedAsync(new BindleBuilder().WithHandler("/").WithModule(name: "lib.wasm"));

        Assert.Single(app.Triggers);
    }

    [Theory]
    [BindleRow(60)]
    [InlineData("True")]
    [InlineData("1")]
    public async Task ConvertAsync_FileFeatureOtherThanTrue_IsNoFile(string value)
    {
        var app = await LockedAsync(new BindleBuilder()
            .WithHandler("/", requires: ["g"]).WithAsset("a.txt", "a", ["g"], file: value));

        Assert.Empty(app.FilePaths("web"));
    }

    [Fact]
    [BindleRow(61)]
    public async Task ConvertAsync_RouteTwice_KeepsTheFirst()
    {
        var outcome = await new BindleBuilder()
            .WithHandler("/x", name: "first.wasm").WithHandler("/x", WagiBuilder.Named("second"), "second.wasm")
            .ConvertAsync(Universal);

        Assert.Contains("second.wasm", outcome.Remark(WagiFindings.HandlerLeftOut).Message, StringComparison.Ordinal);
        Assert.Equal(["/x"], (await LockedJson.OfAsync(outcome.Artifact!)).Triggers
            .Select(trigger => trigger.GetProperty("route").GetString()));
    }

    // No request matched it, and Spin would answer it.
    [Theory]
    [BindleRow(62)]
    [InlineData("infer")]
    [InlineData("foo/...")]
    [InlineData("/a?b=c")]
    public async Task ConvertAsync_RouteThatNothingMatched_IsLeftOut(string route)
    {
        var outcome = await new BindleBuilder()
            .WithHandler("/").WithHandler(route, name: "other.wasm").ConvertAsync(Universal);

        outcome.Remark(WagiFindings.HandlerLeftOut);
        Assert.Single((await LockedJson.OfAsync(outcome.Artifact!)).Triggers);
    }

    // A placeholder for Spin 2.5 and later.
    [Theory]
    [BindleRow(62)]
    [InlineData("/:id")]
    [InlineData("/a/*/b")]
    [InlineData("/a/*rest")]
    [InlineData("/a/x.*rest/b")]
    public async Task ConvertAsync_PlaceholderInRoute_IsRefusedButForSpin1(string route)
    {
        var bindle = new BindleBuilder().WithHandler(route);

        (await bindle.ConvertAsync(Universal)).Refusal(WagiFindings.Placeholder);
        (await bindle.ConvertAsync()).Remark(WagiFindings.Placeholder);
    }

    [Fact]
    public async Task ConvertAsync_NoRouteLeft_IsRefused() =>
        (await new BindleBuilder().WithHandler("/healthz").ConvertAsync(Universal)).Refusal(WagiFindings.NothingServed);

    // Also what Spin makes of each form.
    [Fact]
    [BindleRow(63)]
    public async Task ConvertAsync_AllowedHosts_AreWrittenAsSpinTakesThem()
    {
        var outcome = await new BindleBuilder()
            .WithHandler("/", features: [("allowed_hosts", "https://a.example/v1, b.example,https://<x>.example")])
            .ConvertAsync(Spin1.Plain);

        Assert.Contains(
            "'https://<x>.example'", outcome.Remark(WagiFindings.HostLeftOut).Message, StringComparison.Ordinal);
        outcome.Remark(WagiFindings.HostsWithoutEffect);
        Assert.Contains(
            "\"allowed_http_hosts\":[\"https://a.example\",\"b.example\"]",
            await outcome.Artifact!.ConfigTextAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    [BindleRow(64)]
    public async Task ConvertAsync_EntrypointNotExported_IsRefusedButForSpin1()
    {
        var bindle = new BindleBuilder().WithHandler("/", features: [("entrypoint", "missing")]);

        Assert.Contains(
            "'missing'",
            (await bindle.ConvertAsync(Universal)).Refusal(WagiFindings.EntrypointMissing).Message,
            StringComparison.Ordinal);
        (await bindle.ConvertAsync()).Remark(WagiFindings.EntrypointMissing);
    }

    [Theory]
    [BindleRow(65)]
    [InlineData("(module)", ".wat")]
    [InlineData(";; text\n(module)", ".wat")]
    [InlineData("not at all", "no core module")]
    public async Task ConvertAsync_HandlerThatIsNoModule_IsRefused(string text, string expected) => Assert.Contains(
        expected,
        (await new BindleBuilder().WithHandler("/", BindleBuilder.Text(text)).ConvertAsync(Universal))
            .Refusal(WagiFindings.NotAModule).Message,
        StringComparison.Ordinal);

    [Fact]
    [BindleRow(66)]
    public async Task ConvertAsync_Argv_IsCopiedVerbatim()
    {
        var app = await LockedAsync(new BindleBuilder()
            .WithHandler("/", features: [("argv", "tool  \"a b\" ${SCRIPT_NAME}")]));

        Assert.Equal(
            "tool  \"a b\" ${SCRIPT_NAME}",
            app.Triggers[0].GetProperty("executor").GetProperty("argv").GetString());
    }

    [Fact]
    public void IsOne_BindleWithSpinManifest_NeverIs()
    {
        var wagi = new BindleBuilder().WithHandler("/");

        Assert.True(WagiApplication.IsOne(wagi.Package.Invoice!));
        Assert.False(WagiApplication.IsOne(
            new BindleBuilder().WithHandler("/").WithManifest("").Package.Invoice!));
        Assert.False(WagiApplication.IsOne(new BindleBuilder().WithHandler("/")
            .WithManifest("", "Application/vnd.fermyon.spin+toml; charset=utf-8").Package.Invoice!));
        Assert.False(WagiApplication.IsOne(BindleBuilder.OneComponent().Package.Invoice!));
    }

    private static async Task<LockedJson> LockedAsync(BindleBuilder bindle)
    {
        var outcome = await bindle.ConvertAsync(Universal);
        Assert.True(outcome.Artifact is not null, string.Join('\n', outcome.Findings));
        return await LockedJson.OfAsync(outcome.Artifact);
    }
}
