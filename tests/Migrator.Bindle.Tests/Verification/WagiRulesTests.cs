using System.Text;
using Migrator.Bindle.Verification;
using static Migrator.Bindle.Tests.Verification.Bindles;

namespace Migrator.Bindle.Tests.Verification;

/// <summary>Rows 59 and 61 to 66 of spec/bindle.md 10.3: what handlers of Wagi can be like.</summary>
public sealed class WagiRulesTests
{
    public static TheoryData<int, string, string> Rows() => new()
    {
        { 59, Handler("route='/a'"), "" },
        { 59, Module("a", ""), "" },
        { 59, Module("a", "[parcel.label.feature.wagi]\nfile='false'"), "note BM2209" },
        { 59, Handler("route='/'") + Module("b", ""), "note BM2209" },
        { 59, Handler("route='/'") + Module("b", "[parcel.label.feature.wagi]\nfile='true'"), "" },
        { 61, Handler("route='/a'") + Handler("route='/a'"), "warning BM2210" },
        { 61, Handler("route='/a'") + Handler("route='/a/'"), "" },
        {
            61, Handler("route='/a/...'") + Handler("route='/a'") + Handler("route='/a/b/...'"),
            "warning BM2210, warning BM2210"
        },
        { 61, Handler("route='/a'") + Handler("route='/a/...'"), "" },
        { 61, Handler("route='/a/...'") + Handler("route='/ab'"), "" },
        { 61, Handler("route='/...'") + Handler("route='/'"), "warning BM2210" },
        { 61, Handler("route='/healthz'"), "warning BM2210" },
        { 62, Handler("route='a'"), "warning BM2211" },
        { 62, Handler("route='/:id'"), "warning BM2211" },
        { 62, Handler("route='/a/*'"), "warning BM2211" },
        { 62, Handler("route='/a?b'"), "warning BM2211" },
        { 62, Handler("route='/a:b'"), "" },
        { 63, Handler("route='/'\nallowed_hosts='https://a.example,b.example'"), "warning BM2212" },
        { 63, Handler("route='/'\nallowed_hosts='https://a.example'"), "" },
        { 63, Handler("route='/'\nallowed_hosts='insecure:allow-all'"), "" },
        { 66, Handler("route='/'\nargv='a \"b c\"'"), "warning BM2215" },
        { 66, Handler("route='/'\nargv='${SCRIPT_NAME} ${ARGS}'"), "" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Verify_Row_GivesItsFinding(int row, string parcels, string expected)
    {
        var outcome = await VerifyAsync(Head + parcels);

        var found = string.Join(", ", outcome.Findings.Select(finding => $"{Word(finding)} {finding.Code}"));
        Assert.True(expected == found, $"row {row}: expected '{expected}', got '{found}'");
        Assert.NotNull(outcome.Bindle);
    }

    // What comes of them is the conversion's to say, which knows who gets both.
    [Theory]
    [InlineData("true", "true", "Wagi took either, so that no Spin app can be made with both. Keep one.")]
    [InlineData("false", "false", "in a Spin app the later one counts.")]
    [InlineData("true", "false", "for Wagi only the one with feature.wagi.file = 'true' is a file.")]
    [InlineData("false", "true", "for Wagi only the one with feature.wagi.file = 'true' is a file.")]
    public async Task Verify_TwoFilesOfOneName_WarnsOfWhatEachProgramTakes(string first, string second, string outcome)
    {
        var verified = await VerifyAsync(Head + File(A, first) + File(B, second) + "[[group]]\nname='g'");

        var told = Assert.Single(verified.Findings);
        Assert.Equal((VerifyFindings.SameNameTwice, FindingLevel.Warning), (told.Kind, told.Level));
        Assert.EndsWith($"with the sha256 '{A}' and '{B}'; {outcome}", told.Message, StringComparison.Ordinal);
        Assert.NotNull(verified.Bindle);
    }

    [Fact]
    public async Task Verify_ShadowedRoute_NamesTheWinner()
    {
        var outcome = await VerifyAsync(Head + Handler("route='/...'") + Handler("route='/b'"));

        Assert.Contains("goes to parcel[0] 'h'", Assert.Single(outcome.Findings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("entrypoint='run'", "run", "")]
    [InlineData("entrypoint='start'", "run", "warning BM2213")]
    [InlineData("", "run", "")]
    public async Task HashParcels_Row64_LooksForTheEntrypoint(string feature, string export, string expected) =>
        Assert.Equal(expected, await HashAsync(ModuleExporting(export), feature));

    [Theory]
    [InlineData("(module)", "text form")]
    [InlineData("\n (module)", "text form")]
    [InlineData("hello", "no WebAssembly")]
    public async Task HashParcels_Row65_LooksAtTheFirstBytes(string module, string says)
    {
        var finding = Assert.Single(await HashToFindingsAsync(Encoding.UTF8.GetBytes(module), "entrypoint='x'"));

        Assert.Equal(VerifyFindings.NotBinaryModule, finding.Kind);
        Assert.Equal(FindingLevel.Warning, finding.Level);
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HashParcels_CutModules_AreNotJudged()
    {
        var module = ModuleExporting("run");
        for (var length = 8; length < module.Length; length++)
        {
            var findings = await HashToFindingsAsync(module[..length], "entrypoint='run'");

            Assert.All(findings, finding => Assert.Equal(VerifyFindings.EntrypointNotExported, finding.Kind));
        }
    }

    private static string Word(Finding finding) => finding.Level switch
    {
        FindingLevel.Error => "error",
        FindingLevel.Warning => "warning",
        _ => "note",
    };

    private static string File(string sha256, string file) => Parcel(
        "f", sha256, $"[parcel.label.feature.wagi]\nfile='{file}'\n[parcel.conditions]\nmemberOf=['g']");

    private static string Handler(string features) => Module("h", $"[parcel.label.feature.wagi]\n{features}");

    private static string Module(string name, string rest, string sha256 = A, long size = 1) =>
        Parcel(name, sha256, rest, size).Replace("text/plain", "application/wasm", StringComparison.Ordinal);

    // A type section, then an export of function 0, then a custom section.
    private static byte[] ModuleExporting(string name) =>
    [
        .. "\0asm\u0001\0\0\0"u8, 1, 4, 1, 0x60, 0, 0, 7, (byte)(4 + name.Length), 1, (byte)name.Length,
        .. Encoding.UTF8.GetBytes(name), 0, 0, 0, 2, 1, (byte)'x',
    ];

    private static async Task<string> HashAsync(byte[] module, string feature) => string.Join(
        ", ", (await HashToFindingsAsync(module, feature)).Select(finding => $"{Word(finding)} {finding.Code}"));

    private static async Task<IEnumerable<Finding>> HashToFindingsAsync(byte[] module, string feature)
    {
        var parcels = new MemoryParcels();
        var features = $"[parcel.label.feature.wagi]\nroute='/'\n{feature}";
        var text = Module("h", features, parcels.Add(module), module.Length);
        var package = Package(Head + text, parcels);
        var outcome = await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), CancellationToken.None);
        return await BindleVerifier.HashParcelsAsync(outcome.Bindle!, CancellationToken.None);
    }
}
