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

    /// <summary>Every place that takes a text is tried with what people paste into it.</summary>
    [Theory]
    [InlineData("user:hunter2@reg.example.com")]
    [InlineData("user:hun/hunter2@reg.example.com:5000")]
    [InlineData("user:hun hunter2@reg.example.com")]
    [InlineData("https://user:hunter2@reg.example.com")]
    [InlineData("https://hunter2@reg.example.com/x")]
    [InlineData("https://user:p/hunter2@reg.example.com/x")]
    [InlineData(":hunter2@reg.example.com")]
    [InlineData("u:hunter2@reg.example.com")]
    public void Read_LoginBeforeAHost_IsToldWithItsLineAndNotRepeated(string login)
    {
        var places = Places().ToList();
        Assert.All(places, place =>
        {
            var (line, text) = (place.Line, place.Text.Replace("HERE", login, StringComparison.Ordinal));
            var reading = Read(text);

            Assert.Contains(reading.Findings, finding => finding.Code == "BM6003"
                && finding.Place!.StartsWith($"batch.toml:{line}:", StringComparison.Ordinal));
            Assert.DoesNotContain(reading.Findings, finding => finding.ToString().Contains("hunter2"));
        });
    }

    [Theory]
    [InlineData("registry", "hunter2@reg.example.com")]
    [InlineData("registry", "//user:hunter2@reg.example.com")]
    [InlineData("template", "hunter2@reg.example.com/{name}:{tag}")]
    public void Read_TargetWithAnAt_IsTakenForALogin(string key, string login)
    {
        var text = Least.Replace(
            "registry = \"registry.example.com\"", $"{key} = \"{login}\"", StringComparison.Ordinal);

        var finding = Assert.Single(Read(text).Findings);

        Assert.StartsWith("batch.toml:5:", finding.Place, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bad Team!", "registry.example.com/{team}/{name}:{tag}", false)]
    [InlineData("Web", "registry.example.com/{team}/{name}:{tag}", false)]
    [InlineData("Web", "oci:{team}-{name}:{tag}", true)]
    [InlineData("web.shop", "registry.example.com/{team}/{name}:{tag}", true)]
    [InlineData("web/shop", "registry.example.com/{team}/{name}:{tag}", true)]
    [InlineData(".web", "registry.example.com/{team}/{name}:{tag}", false)]
    [InlineData("..", "registry.example.com/{team}/{name}:{tag}", false)]
    [InlineData("web:1", "registry.example.com/{team}/{name}:{tag}", false)]
    [InlineData("", "oci:{team}-{name}:{tag}", false)]
    [InlineData("web", "registry.example.com/{name}:{tag}", false)]
    [InlineData("hunter2@web", "registry.example.com/{team}/{name}:{tag}", false)]
    public void Read_Team_MustFitIntoTheTemplate(string team, string template, bool fits)
    {
        string[] texts =
        [
            $"version = 1\n[[source]]\nstore = \"a\"\nteam = \"{team}\"\n[target]\ntemplate = \"{template}\"\n",
            $"version = 1\n[[source]]\nstore = \"a\"\n[target]\nteam = \"{team}\"\ntemplate = \"{template}\"\n",
        ];

        foreach (var (text, line) in texts.Zip([4, 5]))
        {
            var findings = Read(text).Findings;
            Assert.Equal(
                fits ? [] : [$"BM6003 batch.toml:{line}:8"],
                findings.Select(finding => $"{finding.Code} {finding.Place}"));
            Assert.DoesNotContain(findings, finding => finding.Message.Contains("hunter2"));
        }
    }

    [Fact]
    public void Read_FaultsOfTeams_AreToldAtOnce()
    {
        var reading = Read("""
            version = 1
            [[source]]
            store = "a"
            team = "Bad Team!"
            [[source]]
            store = "b"
            [[source]]
            store = "c"
            team = "x y"
            [target]
            template = "registry.example.com/{team}/{name}:{tag}"

            """);

        Assert.Equal(
            ["batch.toml:4:8", "batch.toml:9:8", "batch.toml:10:2"],
            reading.Findings.Select(finding => finding.Place));
        Assert.Contains("the template has {team}", reading.Findings[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TeamOfABatchThatDeploys_IsAFault() => Assert.Equal(
        "batch.toml:4:8",
        Assert.Single(Read("version = 1\n[[source]]\nstore = \"a\"\nteam = \"web\"\n[deploy]\n").Findings).Place);

    [Theory]
    [InlineData("store = \"./a:b@c\"", "template = \"oci:a@b-{name}:{tag}\"")]
    [InlineData("folder = \"C:\\\\apps@home\"", "template = \"localhost:5000/{name}@sha256:{tag}{tag}\"")]
    [InlineData("server = \"https://bindle.example.com:8080/v1/@x/\"", "registry = \"reg.example.com:5000\"")]
    public void Read_AtThatFollowsNoLogin_IsNone(string source, string target)
    {
        var reading = Read($"version = 1\n[[source]]\n{source}\n[target]\n{target}\n");

        Assert.DoesNotContain(reading.Findings, finding => finding.Message.Contains("a user or a password"));
    }

    [Theory]
    [InlineData("", "BM6002 BM6002 BM6002")]
    [InlineData("version = ", "BM6001")]
    [InlineData("registry = user:hunter2@reg.example.com", "BM6001")]
    [InlineData("registry = hunter2", "BM6001")]
    [InlineData("registry = 'hunter2", "BM6001")]
    public void Read_TextThatIsNone_SaysWhatIsMissing(string text, string codes)
    {
        var findings = Read(text).Findings;

        Assert.Equal(codes, string.Join(' ', findings.Select(finding => finding.Code)));
        Assert.DoesNotContain(findings, finding => finding.Message.Contains("hunter2"));
    }

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

    // A batch file for every key that takes a text, with HERE in its place, and the line of that.
    private static IEnumerable<(int Line, string Text)> Places()
    {
        (string Table, string[] Keys)[] tables =
        [
            ("source", ["server", "store", "folder", "glob", "team"]),
            ("select", ["versions", "max-parcel-size"]),
            ("signatures", ["keyring", "strategy", "unsigned"]),
            ("target", ["registry", "team", "template", "profile", "app-version", "inline-files", "wagi-files"]),
            ("policy", ["conflict"]),
            ("limits", ["max-duration", "max-transfer"]),
            ("deploy", ["cloud", "environment", "registry", "on-failure"]),
            ("deploy.variable", ["name", "env", "file", "value"]),
            ("deploy.link", ["kind", "label", "name"]),
        ];
        (string Table, string[] Keys)[] arrays =
        [
            ("source", ["query", "bindles"]), ("select", ["names", "except", "signed-by"]), ("deploy", ["smoke"]),
            ("deploy.link", ["bindles"]),
        ];
        return tables.SelectMany(table => table.Keys.Select(key => Place(table.Table, $"{key} = \"HERE\"")))
            .Concat(arrays.SelectMany(table => table.Keys.Select(key => Place(table.Table, $"{key} = [\"HERE\"]"))));
    }

    private static (int Line, string Text) Place(string table, string line) => table is "target" or "source"
        ? Beside(table, line)
        : (7, $"{Least}{(table.Contains('.') ? $"[[{table}]]" : $"[{table}]")}\n{line}\n");

    private static (int Line, string Text) Beside(string table, string line) => table == "target"
        ? (5, $"version = 1\n[[source]]\nstore = \"bindles\"\n[target]\n{line}\n")
        : (3, $"version = 1\n[[source]]\n{line}\n[target]\nregistry = \"registry.example.com\"\n");

    private static BatchFileReading Read(string text) =>
        BatchFileToml.Read(Encoding.UTF8.GetBytes(text), "batch.toml");
}
