using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>What a bindle's Spin manifest can be refused or doubted for, a row of spec/spin-oci.md 6 each.</summary>
public sealed class ManifestFindingsTests
{
    private static readonly string Module = BindleBuilder.Sha256(BindleBuilder.Module);

    [Fact]
    public async Task ConvertAsync_NoManifest_SaysWhatItIsAndWhatWorks()
    {
        var outcome = await new BindleBuilder().WithFile("readme.txt", "text").WithModule().ConvertAsync();
        var message = outcome.Refusal(ManifestFindings.NotASpinApplication).Message;
        Assert.Contains("a bindle of data with 2 parcels, 1 of them WebAssembly", message, StringComparison.Ordinal);
        Assert.Contains("--profile bindle", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_ModulesWithoutRoutes_LooksLikeAnEarlyWagiAppAndNamesTheWayOut()
    {
        var early = (await new BindleBuilder().WithFile("a.txt", "text").WithModule().WithModule([1], "b.wasm")
            .ConvertAsync()).Refusal(ManifestFindings.NotASpinApplication).Message;
        var data = (await new BindleBuilder().With(BindleBuilder.Module, "web.wasm", BindleBuilder.ModuleType, "g")
            .WithGroup("g").ConvertAsync()).Refusal(ManifestFindings.NotASpinApplication).Message;

        Assert.Contains("like a Wagi application without routes", early, StringComparison.Ordinal);
        Assert.Contains("2 modules outside of all groups", early, StringComparison.Ordinal);
        Assert.Contains("in a HIPPOFACTS and migrate that", early, StringComparison.Ordinal);
        Assert.DoesNotContain("Wagi", data, StringComparison.Ordinal);
    }

    [SharedFact]
    public async Task ConvertAsync_HippoLibraries_AreNamedWagi()
    {
        var judged = 0;
        var folders = SharedData.Folders("golden", "hippofacts").Select(app => Path.Combine(app, "bindle"));
        foreach (var folder in folders.Where(Directory.Exists))
        {
            // Those without a handler are modules for the routes of others, and no application.
            if (await Verified.FromFolderOrNullAsync(folder) is { } bindle
                && !bindle.Invoice.Parcels.Any(WagiLabels.IsHandler))
            {
                var outcome = await Converter.ConvertAsync(bindle, Spin1.Plain, CancellationToken.None);
                Assert.Contains(
                    " a Wagi library ",
                    outcome.Refusal(ManifestFindings.NotASpinApplication).Message,
                    StringComparison.Ordinal);
                judged++;
            }
        }

        Assert.Equal(3, judged);
    }

    [Fact]
    public async Task ConvertAsync_TwoManifests_ListsBothDigests()
    {
        var outcome = await BindleBuilder.OneComponent().WithManifest("# another").ConvertAsync();
        var message = outcome.Refusal(ManifestFindings.SeveralManifests).Message;
        Assert.Contains(BindleBuilder.Sha256(BindleBuilder.Text("# another")), message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/vnd.fermyon.spin+toml; charset=utf-8")]
    [InlineData("application/vnd.fermyon.SPIN+toml")]
    public async Task ConvertAsync_MediaTypeMisspelled_NamesIt(string mediaType)
    {
        var outcome = await new BindleBuilder().WithManifest("", mediaType).ConvertAsync();
        Assert.Contains(
            mediaType,
            outcome.Refusal(ManifestFindings.ManifestMediaType).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_ManifestAboveTheCap_IsNotRead()
    {
        var outcome = await new BindleBuilder().WithManifest(new string('#', (4 << 20) + 1)).ConvertAsync();
        outcome.Refusal(ManifestFindings.ManifestTooLarge);
    }

    [Fact]
    public async Task ConvertAsync_ManifestOfOtherBytes_IsRefused()
    {
        var text = BindleBuilder.Text("# same length");
        var outcome = await new BindleBuilder().WithManifest("# same length")
            .Tamper(text, BindleBuilder.Text("# SAME LENGTH")).ConvertAsync();
        Assert.Contains("sha256", outcome.Refusal(ManifestFindings.ParcelUnreadable).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_SmallFileOfOtherBytes_IsRefused()
    {
        var outcome = await BindleBuilder.OneComponent("files = 'f'").WithGroup("f").WithFile("a.txt", "one", "f")
            .Tamper(BindleBuilder.Text("one"), BindleBuilder.Text("two"))
            .ConvertAsync();
        Assert.Equal("parcel a.txt", outcome.Refusal(ManifestFindings.ParcelUnreadable).Subject);
    }

    [Fact]
    public async Task ConvertAsync_NotToml_SaysWhere()
    {
        var outcome = await new BindleBuilder().WithManifest("[trigger]\ntype = 'http\n").ConvertAsync();
        Assert.StartsWith(
            "spin.toml:2:",
            outcome.Refusal(ManifestFindings.ManifestSyntax).Place,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("allowed_http_hosts = []")]
    [InlineData("build = 'make'")]
    [InlineData("exclude_files = []")]
    public async Task ConvertAsync_UnknownKey_IsRefused(string line) =>
        (await BindleBuilder.OneComponent(line).ConvertAsync()).Refusal(ManifestFindings.UnknownKey);

    [Fact]
    public async Task ConvertAsync_ManyFaults_TellsAllAtOnce()
    {
        var outcome = await new BindleBuilder().WithManifest("""
            extra = 1
            [trigger]
            type = 'redis'
            [[component]]
            id = 5
            [component.trigger]
            channel = 'c'
            """).ConvertAsync();
        Assert.Equal(2, outcome.Findings.Count(finding => finding.Kind == ManifestFindings.MissingKey));
        outcome.Refusal(ManifestFindings.UnknownKey);
        outcome.Refusal(ManifestFindings.WrongType);
    }

    [Theory]
    [InlineData("trigger = 'http'\ncomponent = []")]
    [InlineData("[trigger]\ntype = 'http'")]
    [InlineData("component = []")]
    public async Task ConvertAsync_TriggerOrComponentsMissing_IsRefused(string toml)
    {
        var outcome = await new BindleBuilder().WithManifest(toml).ConvertAsync();
        Assert.Null(outcome.Artifact);
        Assert.Contains(
            outcome.Findings,
            finding => finding.IsError && finding.Subject.StartsWith("Spin manifest key", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("path = '/x'")]
    [InlineData("route = { private = true }")]
    [InlineData("route = '/x'\nexecutor = 'wagi'")]
    [InlineData("route = '/x'\nexecutor = { type = 'http' }")]
    [InlineData("route = '/x'\nexecutor = { type = 'wagi', dispatch = 'x' }")]
    public async Task ConvertAsync_HttpTriggerMalformed_IsRefused(string trigger) =>
        (await BindleBuilder.OneComponent(trigger: trigger).ConvertAsync()).Refusal(ManifestFindings.TriggerMalformed);

    [Fact]
    public async Task ConvertAsync_ExtraKeysOfHttpTriggers_AreDroppedWithNames()
    {
        var outcome = await BindleBuilder.OneComponent(trigger: "route = '/x'\nmethod = 'GET'").ConvertAsync();
        Assert.Contains(
            "'method'",
            outcome.Remark(ManifestFindings.TriggerKeyDropped).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_RedisExecutor_IsDroppedWithANote()
    {
        const string trigger = "channel = 'ch'\nexecutor = { type = 'spin' }";
        var outcome = await Application("type = 'redis'\naddress = 'redis://h'", trigger).ConvertAsync();
        Assert.Equal(FindingLevel.Note, outcome.Remark(ManifestFindings.RedisExecutorDropped).Level);
        var config = await outcome.Artifact!.ConfigTextAsync();
        Assert.Contains("""{"address":"redis://h","type":"redis"}""", config, StringComparison.Ordinal);
        Assert.Contains("""{"channel":"ch","component":"c"}""", config, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("route = '/x'")]
    [InlineData("channel = 'c'\nexecutor = { type = 'wagi' }")]
    public async Task ConvertAsync_RedisTriggerMalformed_IsRefused(string trigger) =>
        (await Application("type = 'redis'\naddress = 'redis://h'", trigger).ConvertAsync()).Refusal(
            ManifestFindings.TriggerMalformed);

    [Fact]
    public async Task ConvertAsync_WagiEntrypoint_WarnsOfSpin3()
    {
        var outcome = await BindleBuilder
            .OneComponent(trigger: "route = '/x'\nexecutor = { type = 'wagi', entrypoint = 'other' }")
            .ConvertAsync();
        Assert.Contains("'other'", outcome.Remark(ManifestFindings.WagiEntrypoint).Message, StringComparison.Ordinal);
        Assert.Contains(
            """{"argv":"${SCRIPT_NAME} ${ARGS}","entrypoint":"other","type":"wagi"}""",
            await outcome.Artifact!.ConfigTextAsync(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("http://x/path")]
    [InlineData("")]
    public async Task ConvertAsync_HostNotValid_IsRefusedWithoutShowingIt(string host)
    {
        var outcome = await BindleBuilder.OneComponent($"allowedHttpHosts = ['ok.example', '{host}']").ConvertAsync();
        Assert.Contains("entry 2", outcome.Refusal(ManifestFindings.HostNotValid).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_HostNotValidBesideAllowAll_IsNotLookedAt()
    {
        var outcome = await BindleBuilder.OneComponent("allowedHttpHosts = ['ftp://x', 'insecure:allow-all']")
            .ConvertAsync();
        Assert.False(outcome.Has(ManifestFindings.HostNotValid));
        Assert.NotNull(outcome.Artifact);
    }

    internal static BindleBuilder Application(string application, string trigger, string rest = "") =>
        new BindleBuilder().WithModule()
        .WithManifest($"""
            {rest}
            [trigger]
            {application}
            [[component]]
            source = '{Module}'
            id = 'c'
            [component.trigger]
            {trigger}
            """);
}
