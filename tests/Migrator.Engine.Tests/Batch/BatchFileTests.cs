using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Conversion;
using Migrator.Engine.Batch;
using Migrator.Engine.Pipeline;

namespace Migrator.Engine.Tests.Batch;

/// <summary>Batch files: what they mean, and every fault at once with its line.</summary>
public sealed class BatchFileTests
{
    private const string Least = """
        version = 1
        [[source]]
        store = "bindles"
        [target]
        registry = "registry.example.com"

        """;

    [Fact]
    public void Read_Template_IsABatchFile()
    {
        var reading = Read(BatchTemplate.Text);

        Assert.Empty(reading.Findings);
        var file = reading.File!;
        Assert.Equal(new BatchLimits(), file.Limits);
        Assert.Equal(ConflictPolicy.Fail, file.OnConflict);
        Assert.Equal(
            "registry.example.com/apps/example.com/shop:1.2.0_b1",
            file.Target!.For(BindleId.Parse("example.com/shop/1.2.0+b1"), null).ToString());
    }

    [Fact]
    public void Read_LeastFile_HasTheDocumentedDefaults()
    {
        var file = Read(Least).File!;

        Assert.Equal((BatchSourceKind.Store, "bindles"), (file.Sources[0].Kind, file.Sources[0].Location));
        Assert.Equal(new ConversionOptions(), file.Conversion);
        Assert.Null(file.Trust);
        Assert.Equal(
            "registry.example.com/shop:1.0.0", file.Target!.For(BindleId.Parse("shop/1.0.0"), null).ToString());
    }

    [Fact]
    public void Read_ManyFaults_TellsAllOfThemWithTheirLines()
    {
        var reading = Read("""
            version = 2
            colour = "red"
            [[source]]
            server = "https://user:hunter2@bindle.example.com/v1/"
            [[source]]
            store = "a"
            folder = "b"
            [[source]]
            glob = "*.tar.gz"
            bindles = ["shop"]
            [select]
            versions = "newest"
            signed-by = ["Alice"]
            [target]
            template = "{registry}/{nam}:{tag}"
            profile = "spin3"
            [policy]
            conflict = 1
            [limits]
            apps = 0
            max-duration = "soon"
            max-transfer = "many"
            registry-password = "hunter2"

            """);

        Assert.Null(reading.File);
        Assert.Equal(
            [
                "BM6003 batch.toml:1:11", "BM6002 batch.toml:2:1", "BM6003 batch.toml:4:10", "BM6003 batch.toml:7:10",
                "BM6003 batch.toml:10:11", "BM6003 batch.toml:11:2", "BM6003 batch.toml:12:12",
                "BM6003 batch.toml:15:12", "BM6003 batch.toml:16:11", "BM6002 batch.toml:18:12",
                "BM6003 batch.toml:20:8", "BM6003 batch.toml:21:16", "BM6003 batch.toml:22:16",
                "BM6004 batch.toml:23:1",
            ],
            reading.Findings.Select(finding => $"{finding.Code} {finding.Place}"));
        Assert.DoesNotContain(reading.Findings, finding => finding.Message.Contains("hunter2"));
    }

    [Theory]
    [InlineData("token = 'x'")]
    [InlineData("registry-password = 'x'")]
    [InlineData("api_key = 'x'")]
    [InlineData("client.Secret = 'x'")]
    public void Read_KeyThatLooksLikeASecret_IsAFaultOfItsOwn(string line) =>
        Assert.Equal("BM6004", Assert.Single(Read($"{line}\n{Least}").Findings, finding =>
            finding.Kind == BatchFindings.Secret).Code);

    [Theory]
    [InlineData("", "BM6002 BM6002 BM6002")]
    [InlineData("version = ", "BM6001")]
    public void Read_TextThatIsNone_SaysWhatIsMissing(string text, string codes) =>
        Assert.Equal(codes, string.Join(' ', Read(text).Findings.Select(finding => finding.Code)));

    [Theory]
    [InlineData("shop/1.2.0", false, null)]
    [InlineData("shop/2.0.0-rc.1", false, LeftOut.Prerelease)]
    [InlineData("shop/3.0.0", false, LeftOut.Version)]
    [InlineData("shop/1.2.0", true, LeftOut.Yanked)]
    [InlineData("shop-old/1.2.0", false, LeftOut.Name)]
    [InlineData("other/1.2.0", false, LeftOut.Name)]
    public void Judge_Bindle_SaysWhyItIsLeftOut(string id, bool yanked, LeftOut? expected)
    {
        var selection = Read(Least + """
            [select]
            versions = ">=1 <3"
            prereleases = false
            names = ["shop*"]
            except = ["*-old"]

            """).File!.Selection;

        Assert.Equal(expected, selection.Judge(BindleId.Parse(id), yanked));
    }

    private static BatchFileReading Read(string text) =>
        BatchFileToml.Read(Encoding.UTF8.GetBytes(text), "batch.toml");
}
