using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Tests.Spin;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>Who does what a finding says is rid of it, and has the app.</summary>
public sealed class WagiWaysOutTests
{
    private static readonly ConversionOptions Universal = new() { Referrer = false };

    [Theory]
    [InlineData("/dyn")]
    [InlineData("/dyn/")]
    [InlineData("/dyn/...")]
    public async Task RoutesComputedAtStart_OneRouteForAllBelow_TakesThemAll(string route)
    {
        var told = await TellsAsync(
            WagiFindings.DynamicRoutes,
            Plain().WithHandler(route, WagiBuilder.Module("_start", "_routes"), "dyn.wasm"));
        Assert.Contains("give the handler the route '/dyn/...'", told, StringComparison.Ordinal);

        var app = await IsRidOfAsync(WagiFindings.DynamicRoutes, Plain().WithHandler("/dyn/...", name: "dyn.wasm"));
        Assert.All(
            (string[])["/dyn", "/dyn/", "/dyn/a", "/dyn/a/b"],
            path => Assert.Equal(
                "dyn", SpinRouting.TriggerFor(app, path)?.GetProperty("component").GetString()));
    }

    [Fact]
    public async Task RouteThatIsNotServed_MediaTypeOfAModule_IsServed()
    {
        var module = WagiBuilder.Named("other");
        await TellsAsync(WagiFindings.NotServed, Plain().With(module, Routed(module, "application/octet-stream")));

        var app = await IsRidOfAsync(
            WagiFindings.NotServed, Plain().With(module, Routed(module, BindleBuilder.ModuleType)));
        Assert.Equal(2, app.Triggers.Length);
    }

    [Fact]
    public async Task PlaceholderInARoute_AnotherRoute_IsTaken()
    {
        await TellsAsync(WagiFindings.Placeholder, Plain().WithHandler("/a/:id", name: "a.wasm"));

        var app = await IsRidOfAsync(WagiFindings.Placeholder, Plain().WithHandler("/a/id", name: "a.wasm"));
        Assert.Equal(2, app.Triggers.Length);
    }

    [Fact]
    public async Task RouteThatBecomesAWildcard_AnotherRoute_IsTaken()
    {
        await TellsAsync(WagiFindings.BecomesWildcard, Plain().WithHandler("/a/.../", name: "a.wasm"));

        var app = await IsRidOfAsync(WagiFindings.BecomesWildcard, Plain().WithHandler("/a/...", name: "a.wasm"));
        Assert.Equal(2, app.Triggers.Length);
    }

    [Fact]
    public async Task ArgumentsSplitOtherwise_SingleBlanks_AreWhatWagiGave()
    {
        await TellsAsync(
            WagiFindings.SplitOtherwise, new BindleBuilder().WithHandler("/", features: [("argv", " a\t b  c ")]));

        var app = await IsRidOfAsync(
            WagiFindings.SplitOtherwise, new BindleBuilder().WithHandler("/", features: [("argv", "a b c")]));
        Assert.Equal(["a", "b", "c"], SpinRouting.ArgumentsOf(app.Triggers[0], "/", ""));
    }

    [Fact]
    public async Task ModuleInTextForm_Assembled_IsTaken()
    {
        await TellsAsync(WagiFindings.NotAModule, new BindleBuilder().WithHandler("/", BindleBuilder.Text("(module)")));

        await IsRidOfAsync(WagiFindings.NotAModule, new BindleBuilder().WithHandler("/", WagiBuilder.Module("_start")));
    }

    [Fact]
    public async Task EntrypointOfItsOwn_StartThatCallsIt_IsTaken()
    {
        var module = WagiBuilder.Module("_start", "run");
        await TellsAsync(
            WagiFindings.Entrypoint, new BindleBuilder().WithHandler("/", module, features: [("entrypoint", "run")]));

        await IsRidOfAsync(WagiFindings.Entrypoint, new BindleBuilder().WithHandler("/", module));
    }

    [Theory]
    [InlineData("x.txt", "y.txt")]
    [InlineData("x.txt/z", "y/z")]
    public async Task NamesThatClash_OneOfThemRenamed_AreBothThere(string second, string renamed)
    {
        var clash = second == "x.txt" ? WagiFindings.TwoFiles : WagiFindings.FileAndFolder;
        await TellsAsync(clash, WithFiles("x.txt", second));

        var app = await IsRidOfAsync(clash, WithFiles("x.txt", renamed));
        Assert.Equal(["x.txt", renamed], app.FilePaths("web"));
    }

    [Fact]
    public async Task TooManyFiles_HandlersInTwoBindles_AreBothTaken()
    {
        await TellsAsync(WagiFindings.TooManyFiles, WithLists(0, 100));

        await IsRidOfAsync(WagiFindings.TooManyFiles, WithLists(0, 50));
        await IsRidOfAsync(WagiFindings.TooManyFiles, WithLists(50, 100));
    }

    private static BindleBuilder Plain() => new BindleBuilder().WithHandler("/", name: "plain.wasm");

    private static BindleBuilder WithFiles(params string[] names)
    {
        var bindle = new BindleBuilder()
            .WithHandler("/", requires: [.. names.Index().Select(name => $"g{name.Index}")]);
        foreach (var (at, name) in names.Index())
        {
            bindle.WithAsset(name, $"{at}", [$"g{at}"]);
        }

        return bindle;
    }

    // All handlers see all files, whose names are long.
    private static BindleBuilder WithLists(int from, int to)
    {
        var deep = string.Concat(Enumerable.Repeat("folder/", 1_000));
        var bindle = new BindleBuilder();
        for (var at = 0; at < 100; at++)
        {
            bindle.WithAsset($"{deep}{at}.txt", "same", ["g"]);
        }

        for (var at = from; at < to; at++)
        {
            bindle.WithHandler($"/{at}", requires: ["g"]);
        }

        return bindle;
    }

    private static Parcel Routed(byte[] module, string mediaType)
    {
        var label = new Label
        {
            Sha256 = BindleBuilder.Sha256(module), MediaType = mediaType, Name = "other", Size = module.Length,
        };
        return new Parcel
        {
            Label = label with { Features = label.Features.Add("wagi", TextMap.Empty.Add("route", "/other")) },
        };
    }

    private static async Task<string> TellsAsync(FindingKind kind, BindleBuilder bindle) =>
        (await bindle.ConvertAsync(Universal)).One(kind).Message;

    private static async Task<LockedJson> IsRidOfAsync(FindingKind kind, BindleBuilder bindle)
    {
        var outcome = await bindle.ConvertAsync(Universal);
        Assert.False(outcome.Has(kind));
        Assert.True(outcome.Artifact is not null, string.Join('\n', outcome.Findings));
        return await LockedJson.OfAsync(outcome.Artifact);
    }
}
