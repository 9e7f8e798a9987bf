using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using static Migrator.Bindle.Tests.Verification.Bindles;

namespace Migrator.Bindle.Tests.Verification;

/// <summary>
/// The rows of spec/bindle.md 10 that an invoice or a look at its parcels can tell, one after the other.
/// </summary>
public sealed class VerificationRowTests
{
    private const string Long = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    public static TheoryData<int, string, string> InvoiceRows() => new()
    {
        { 1, "", "error BM1004" },
        { 3, "\uFEFF" + Head, "note BM1012" },
        { 6, "bindleVersion='1.0.0'\rbindle={name='a',version='1.0.0'}", "error BM1002" },
        { 7, Head + "annotations={a='\u0000'}", "error BM1002" },
        { 8, "bindleVersion='1.0.0'\nbindle={name=\"a\\u0000\",version='1.0.0'}", "error BM2001" },
        { 9, "bindleVersion='1.0.0'\nbindle={name=\"a\\nb\",version='1.0.0'}", "error BM2001" },
        {
            9, Head + "[[signature]]\nby=\"a\\nb\"\nsignature=''\nkey=''\nrole='host'\nat=0",
            "error BM2001, note BM2430"
        },
        { 9, Head + Parcel("f", A + "\\n" + B), "error BM2101" },
        { 10, Head + "bindleVersion='1.0.0'", "error BM1008" },
        { 11, Head + "annotations={a='1',a='2'}", "error BM1008" },
        { 12, Head + "[bindle]", "error BM1002" },
        { 13, Head + "[[parcel]]\nlabel.sha256='" + A + "'\nlabel.mediaType='t/x'\nlabel.name='f'\nlabel.size=1\n" +
            "[parcel.label.feature.wagi]\nroute='/'", "" },
        { 14, Head + "yanked_reason='x'", "error BM1006" },
        { 14, Head + Parcel("f", rest: "sha512='x'"), "error BM1006" },
        { 15, Head + Parcel("f", rest: "[parcel.conditions]\nmember_of=['g']"), "error BM1006" },
        { 16, Head + Parcel("f", rest: "[parcel.label.feature.x]\nn=1"), "error BM1007" },
        { 17, Head + Parcel("f", size: -1), "error BM1009, error BM2302" },
        { 17, Head + "[[parcel]]\nlabel={sha256='x',mediaType='x',name='x',size=1.0}", "error BM1007" },
        { 17, Head + "[[parcel]]\nlabel={sha256='x',mediaType='x',name='x',size='1'}", "error BM1007" },
        { 17, Head + "[[parcel]]\nlabel={sha256='x',mediaType='x',name='x',size=9223372036854775808}", "error BM1002" },
        { 18, Head + Parcel("f", size: long.MaxValue), "error BM2103, error BM2302" },
        { 19, Head + Parcel("f", size: 0), "error BM2302" },
        { 20, Head + "[[parcel]]\nlabel={sha256='x'}", "error BM1005, error BM1005, error BM1005" },
        { 21, "bindleVersion='v1.0.0'\nbindle={name='a',version='1.0.0'}", "warning BM2005" },
        { 21, "bindleVersion='1.1.0'\nbindle={name='a',version='1.0.0'}", "warning BM2005" },
        { 21, "bindleVersion='2.0.0'\nbindle={name='a',version='1.0.0'}", "error BM2005" },
        { 21, "bindleVersion='banana'\nbindle={name='a',version='1.0.0'}", "error BM2005" },
        { 22, "bindleVersion='1.0.0'\nbindle={name='a',version='1.0'}", "error BM1011" },
        { 23, "bindleVersion='1.0.0'\nbindle={name='',version='1.0.0'}", "error BM2002" },
        { 24, "bindleVersion='1.0.0'\nbindle={name='a@b',version='1.0.0'}", "warning BM2004" },
        { 24, "bindleVersion='1.0.0'\nbindle={name='käse',version='1.0.0'}", "warning BM2004" },
        { 25, "bindleVersion='1.0.0'\nbindle={name='../a',version='1.0.0'}", "error BM2003" },
        { 25, "bindleVersion='1.0.0'\nbindle={name='/a',version='1.0.0'}", "error BM2003" },
        { 25, "bindleVersion='1.0.0'\nbindle={name='a//b',version='1.0.0'}", "error BM2003" },
        { 25, "bindleVersion='1.0.0'\nbindle={name='a\\b',version='1.0.0'}", "error BM2003" },
        { 29, Head + "parcel=[]\ngroup=[]\nsignature=[]", "" },
        { 30, Head + Parcel("f", rest: "origin='o/1.0.0'\n[parcel.label.annotations]\na='b'"), "" },
    };

    public static TheoryData<int, string, string> ParcelRows() => new()
    {
        { 33, Parcel("f", "abc"), "error BM2101" },
        { 33, Parcel("f", A[1..]), "error BM2101" },
        { 34, Parcel("f", A.ToUpperInvariant()), "error BM2102" },
        { 35, Parcel("f", "../../evil"), "error BM2101" },
        { 36, Parcel("f", "@" + A[1..]), "error BM2101" },
        { 37, Parcel("f") + Parcel("g"), "" },
        { 37, Parcel("f") + Parcel("g", size: 2), "error BM2107" },
        { 37, Parcel("f") + Parcel("g").Replace("text/plain", "text/html", StringComparison.Ordinal), "note BM2108" },
        { 38, Member("g", "f") + Member("g", "f", B) + "[[group]]\nname='g'", "warning BM2109" },
        { 38, Member("g", "a/f") + Member("g", "a//f", B) + "[[group]]\nname='g'", "warning BM2112, warning BM2109" },
        { 38, WagiFile("f", A) + WagiFile("f", B) + "[[group]]\nname='g'", "warning BM2109" },
        { 38, Member("g", "f") + Member("h", "f", B) + "[[group]]\nname='g'\n[[group]]\nname='h'", "" },
        { 38, Parcel("f") + Parcel("f", B), "" },
        { 39, Member("g", "/etc/x") + "[[group]]\nname='g'", "error BM2105" },
        { 39, Member("g", "a/../x") + "[[group]]\nname='g'", "error BM2105" },
        { 39, Member("g", "a\\\\..\\\\x") + "[[group]]\nname='g'", "error BM2105" },
        { 39, Member("g", "a/") + "[[group]]\nname='g'", "error BM2105" },
        { 39, Member("g", "a..b/x") + "[[group]]\nname='g'", "" },
        { 39, Member("g", "C:x") + "[[group]]\nname='g'", "error BM2105" },
        { 39, Member("g", "a\\\\b") + "[[group]]\nname='g'", "warning BM2112" },
        { 39, Member("g", "a\\u0000b") + "[[group]]\nname='g'", "error BM2105" },
        { 39, Member("g", "a./b") + "[[group]]\nname='g'", "warning BM2112" },
        { 39, Member("g", "nul.txt") + "[[group]]\nname='g'", "warning BM2112" },
        { 39, Parcel("/etc/x"), "note BM2105" },
        { 39, Parcel("/etc/x", rest: "[parcel.label.feature.wagi]\nfile='true'"), "error BM2105" },
        { 40, Member("g", "") + "[[group]]\nname='g'", "error BM2106" },
        { 40, Parcel(""), "note BM2106" },
        { 41, Member("g", "F") + Member("g", "f") + "[[group]]\nname='g'", "warning BM2110" },
        { 42, Member("g", "a") + Member("g", "a/b") + Member("g", "a-b") + "[[group]]\nname='g'", "error BM2111" },
        { 44, Parcel("f", size: 2), "error BM2302" },
        { 45, Parcel("f", "0" + A[1..]), "error BM2301" },
        { 47, Parcel("f").Replace("text/plain", "a\\nb", StringComparison.Ordinal), "error BM2104" },
        { 47, Parcel("f").Replace("text/plain", "a\\tä", StringComparison.Ordinal), "" },
        { 51, Member("g", "f"), "warning BM2201" },
        { 52, Parcel("f", rest: "conditions={}\n[parcel.conditions]\nrequires=['g']"), "error BM1006, warning BM2201" },
        { 53, Member("g", "f", A, "'g'") + "[[group]]\nname='g'", "warning BM2202" },
        { 54, Member("g", "f", A, "'h'") + Member("h", "f", A, "'i'") + Member("i", "f", A, "'g'") +
            "[[group]]\nname='g'\n[[group]]\nname='h'\n[[group]]\nname='i'", "warning BM2202" },
        { 55, "[[group]]\nname='g'\n[[group]]\nname='g'\nrequired=false\nsatisfiedBy='allOf'", "note BM2204" },
        { 55, "[[group]]\nname='g'\n[[group]]\nname='g'\nrequired=true", "error BM2203" },
        { 55, "[[group]]\nname='g'\n[[group]]\nname='g'\nsatisfiedBy='oneOf'", "error BM2203" },
        { 56, Parcel("f", rest: "[parcel.conditions]\nmemberOf=[]"), "" },
        { 57, "[[group]]\nname='g'\nsatisfiedBy='some'", "warning BM2205" },
        { 57, "[[group]]\nname='g'\nsatisfiedBy='oneOf'", "warning BM2206" },
        { 57, "[[group]]\nname='g'\nsatisfiedBy='optional'", "warning BM2206" },
        { 58, "[[group]]\nname='g'\n" + Parcel("f", rest: "[parcel.label.feature.wagi]\nroute='/'\n" +
            "[parcel.conditions]\nmemberOf=['g']").Replace("text/plain", "application/wasm", StringComparison.Ordinal),
            "warning BM2207" },
        { 60, Parcel("f", rest: "[parcel.label.feature.wagi]\nfile='True'"), "warning BM2208" },
        { 60, Parcel("f", rest: "[parcel.label.feature.wagi]\nfile='1'"), "warning BM2208" },
        { 60, Parcel("f", rest: "[parcel.label.feature.wagi]\nfile='false'"), "" },
        { 75, "[[signature]]\nby=''\nsignature=''\nkey=''\nrole='verifier'\nat=0", "error BM1010" },
        { 83, "[[yankedSignature]]\nby=''\nsignature=''\nkey=''\nrole='host'\nat=0", "note BM2007" },
    };

    [Theory]
    [MemberData(nameof(InvoiceRows))]
    public Task VerifyAsync_InvoiceRow_FindsWhatTheRowSays(int row, string toml, string expected) =>
        AssertFindings(row, toml, expected, new VerificationPolicy());

    [Theory]
    [MemberData(nameof(ParcelRows))]
    public Task VerifyAsync_ParcelRow_FindsWhatTheRowSays(int row, string toml, string expected) =>
        AssertFindings(row, Head + toml, expected, new VerificationPolicy());

    [Theory]
    [InlineData(2, new byte[] { 0x61, 0xFF }, "BM1001")]
    [InlineData(4, new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, "BM1001")]
    public void Read_NotUtf8_IsAnError(int row, byte[] bytes, string code) =>
        Assert.Equal((row, code), (row, Assert.Single(InvoiceToml.Read(bytes, "invoice.toml").Findings).Code));

    [Fact]
    public async Task VerifyAsync_LinesEndedByCrLf_AreTakenForLineFeeds()
    {
        var toml = Head.Replace("\n", "\r\n", StringComparison.Ordinal) + "[annotations]\r\na=\"\"\"x\r\ny\"\"\"\r\n";

        var outcome = await VerifyAsync(toml);

        Assert.Equal("x\ny", outcome.Bindle!.Invoice.Annotations["a"]);
    }

    [Fact]
    public Task VerifyAsync_NestedTwentyThousandDeep_IsAnError() => AssertFindings(
        28,
        Head + "annotations={a=" + new string('[', 20_000) + new string(']', 20_000) + "}",
        "error BM1003",
        new VerificationPolicy());

    [Theory]
    [InlineData(115, "error BM2006")]
    [InlineData(115, "note BM2006", true)]
    public Task VerifyAsync_Yanked_IsAnErrorUnlessIncluded(int row, string expected, bool include = false) =>
        AssertFindings(row, "yanked=true\n" + Head, expected, new VerificationPolicy { IncludeYanked = include });

    [Fact]
    public Task VerifyAsync_TooManyParcels_IsAnError() => AssertFindings(
        27,
        Head + Parcel("f") + Parcel("g"),
        "error BM2008",
        new VerificationPolicy { MaxParcels = 1 });

    [Fact]
    public Task VerifyAsync_LongMediaType_IsAnError() => AssertFindings(
        47,
        Head + Parcel("f").Replace("text/plain", new string('x', 65_537), StringComparison.Ordinal),
        "error BM2104",
        new VerificationPolicy());

    [Fact]
    public void LongText_InAMessage_IsCutAndEscaped() =>
        Assert.Equal($"'{Long}\\u{{A}}1234567…'", MessageText.Quote(Long + "\n1234567890"));

    private static string WagiFile(string name, string sha256) => Parcel(
        name,
        sha256,
        "[parcel.label.feature.wagi]\nfile='true'\n[parcel.conditions]\nmemberOf=['g']");

    private static async Task AssertFindings(int row, string toml, string expected, VerificationPolicy policy)
    {
        var outcome = await VerifyAsync(toml, policy);

        var found = outcome.Findings.Select(finding => $"{finding.Level.ToString().ToLowerInvariant()} {finding.Code}");
        Assert.Equal($"row {row}: {expected}", $"row {row}: {string.Join(", ", found)}");
        Assert.Equal(expected.Contains("error", StringComparison.Ordinal), outcome.Bindle is null);
    }
}
