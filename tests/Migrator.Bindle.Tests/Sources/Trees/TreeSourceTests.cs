using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources.Trees;

/// <summary>HIPPOFACTS and module maps as sources, over small trees of our own.</summary>
public sealed class TreeSourceTests : IDisposable
{
    private const string Head = "[bindle]\nname = 'shop'\nversion = '1.2.0'\n";
    private readonly TempFolder _temp = new();

    public TreeSourceTests()
    {
        Put("web.wasm", "\0asm\u0001\0\0\0");
        Put("static/a.txt", "a");
        Put("static/img/logo.svg", "logo");
    }

    [Fact]
    public async Task OpenAsync_Handlers_GiveLabelsGroupsAndConditionsAsHippoDid()
    {
        var package = await OpenAsync("HIPPOFACTS", Head + """
            [[handler]]
            route = '/'
            name = 'web.wasm'
            files = ['static/*.txt', 'static/a.*']
            [[export]]
            name = './web.wasm'
            id = 'lib'
            entrypoint = 'run'
            """);

        Assert.Empty(package.Findings);
        var (handler, export, file) =
            (package.Invoice!.Parcels[0], package.Invoice.Parcels[1], package.Invoice.Parcels[2]);
        Assert.Equal("shop/1.2.0", package.Invoice.Id.ToString());
        Assert.Equal(["web.wasm-files", "./web.wasm-lib-files"], package.Invoice.Groups.Select(group => group.Name));
        Assert.Equal(["web.wasm-files"], handler.Conditions!.Requires.AsEnumerable());
        Assert.Equal(("application/wasm", "web.wasm"), (handler.Label.MediaType, handler.Label.Name));
        Assert.Equal(("false", "/"), (handler.Label.Features["wagi"]["file"], handler.Label.Features["wagi"]["route"]));
        Assert.Equal("lib", export.Label.Annotations["wagi_handler_id"]);
        Assert.Equal("run", export.Label.Features["wagi"]["entrypoint"]);
        Assert.Equal("web.wasm", export.Label.Name);
        Assert.Equal(("static/a.txt", "text/plain"), (file.Label.Name, file.Label.MediaType));
        Assert.Equal(["web.wasm-files", "web.wasm-files"], file.Conditions!.MemberOf.AsEnumerable());
    }

    [Theory]
    [InlineData("", "BM1707")]
    [InlineData("handler = 1", "BM1702")]
    [InlineData("[[handler]]\nroute = '/'", "BM1705")]
    [InlineData(
        "[[handler]]\nroute = '/'\nname = 'web.wasm'\nexternal = { bindleId = 'a/1.0.0', handlerId = 'x' }", "BM1705")]
    [InlineData("[[handler]]\nroute = '/'\nname = 'gone.wasm'", "BM1710")]
    [InlineData("[[handler]]\nroute = '/'\nname = 'static'", "BM1710")]
    [InlineData("[[handler]]\nroute = '/'\nname = '../web.wasm'", "BM1711")]
    [InlineData("[[handler]]\nroute = '/'\nname = '/etc/hostname'", "BM1711")]
    [InlineData("[[handler]]\nroute = '/'\nname = 'c:web.wasm'", "BM1711")]
    [InlineData("[[handler]]\nroute = '/'\nname = 'link.wasm'", "BM1712")]
    [InlineData("[[handler]]\nroute = '/'\nname = 'linked/a.txt'", "BM1712")]
    [InlineData("[[handler]]\nroute = '/'\nname = 'web.wasm'\nfiles = ['link*']", "BM1712")]
    [InlineData("[[handler]]\nroute = '/'\nname = 'web.wasm'\nfiles = ['../**/*']", "BM1711")]
    [InlineData("[[handler]]\nroute = '/'\nname = 'web.wasm'\nfiles = ['a**']", "BM1713")]
    [InlineData("[[handler]]\nroute = '/'\nexternal = { bindleId = 'a/1.0.0', handlerId = 'x' }", "BM1715")]
    [InlineData("[[handler]]\nroute = '/'\nexternal = { bindleId = 'nothing', handlerId = 'x' }", "BM1704")]
    public async Task OpenAsync_FaultyHippoFacts_IsRefusedWithTheCode(string text, string code)
    {
        File.CreateSymbolicLink(_temp.Combine("link.wasm"), _temp.Combine("web.wasm"));
        Directory.CreateSymbolicLink(_temp.Combine("linked"), _temp.Combine("static"));

        var package = await OpenAsync("HIPPOFACTS", Head + text);

        Assert.Null(package.Invoice);
        Assert.Equal(
            [code], package.Findings.Where(finding => finding.IsError).Select(finding => finding.Code).Distinct());
    }

    [Fact]
    public async Task OpenAsync_PatternWithoutMatch_IsAWarning() => Assert.Equal(
        [TreeFindings.NoMatch],
        (await OpenAsync("HIPPOFACTS", Head + "[[handler]]\nroute = '/'\nname = 'web.wasm'\nfiles = ['none/*']"))
            .Findings.Select(finding => finding.Kind));

    [Fact]
    public async Task OpenAsync_ModuleMap_TakesVolumesBelowTheirPaths()
    {
        Put("extra/b.txt", "b");
        var package = await OpenAsync("modules.toml", """
            [[module]]
            route = '/...'
            module = 'web.wasm'
            argv = 'web ${ARGS}'
            allowed_hosts = ['https://a.example', 'https://b.example']
            volumes = { '/' = 'static', '/img' = 'extra', 'gone/' = 'nowhere' }
            environment.LOG = 'info'
            http_max_concurrency = 2
            """, BindleId.Parse("web/2.0.0"));

        Assert.Equal(
            [TreeFindings.SettingIgnored, TreeFindings.VolumeMissing],
            package.Findings.Select(finding => finding.Kind).Order(Comparer<FindingKind>.Create(
                (left, right) => string.CompareOrdinal(right.Code, left.Code))));
        var wagi = package.Invoice!.Parcels[0].Label.Features["wagi"];
        Assert.Equal("web/2.0.0", package.Invoice.Id.ToString());
        Assert.Equal(
            ("https://a.example,https://b.example", "web ${ARGS}", "own"),
            (wagi["allowed_hosts"], wagi["argv"], wagi["volumes"]));
        Assert.Equal("info", package.Invoice.Parcels[0].Label.Features["wagi_environment"]["LOG"]);
        Assert.Equal(["a.txt", "img/b.txt"], package.Invoice.Parcels.Skip(1).Select(parcel => parcel.Label.Name));
    }

    [Theory]
    [InlineData("nowhere", "is not there")]
    [InlineData("web.wasm", "is a file, and no folder")]
    public async Task OpenAsync_VolumeWithoutAFolder_HidesNothingOfAnother(string folder, string says)
    {
        Put("root/a/x.txt", "x");
        Put("root/y.txt", "y");
        var package = await OpenAsync(
            "modules.toml",
            $"[[module]]\nroute = '/'\nmodule = 'web.wasm'\nvolumes = {{ '/' = 'root', '/a' = '{folder}' }}",
            BindleId.Parse("web/2.0.0"));

        Assert.Equal(["a/x.txt", "y.txt"], package.Invoice!.Parcels.Skip(1).Select(parcel => parcel.Label.Name));
        var missing = Assert.Single(package.Findings);
        Assert.Equal(TreeFindings.VolumeMissing, missing.Kind);
        Assert.Contains($"'{folder}' {says}", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_VolumeThatIsALink_IsRefused()
    {
        Directory.CreateSymbolicLink(_temp.Combine("linked"), _temp.Combine("static"));
        var package = await OpenAsync(
            "modules.toml", "[[module]]\nroute = '/'\nmodule = 'web.wasm'\nvolumes = { '/' = 'linked' }");

        Assert.Contains(package.Findings, finding => finding.Kind == TreeFindings.Link);
        Assert.Null(package.Invoice);
    }

    [Theory]
    [InlineData("/a/../b")]
    [InlineData("c:/b")]
    public async Task OpenAsync_VolumeSeenAtADoubtfulPlace_NamesThePlaceAndNoFolder(string place)
    {
        var package = await OpenAsync(
            "modules.toml", $"[[module]]\nroute = '/'\nmodule = 'web.wasm'\nvolumes = {{ '{place}' = 'static' }}");

        var outside = Assert.Single(package.Findings, finding => finding.IsError);
        Assert.Equal(TreeFindings.OutsideTree, outside.Kind);
        Assert.Contains($"the place '{place}' where the module is to see", outside.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[[module]]\nroute = '/'\nmodule = 'oci:host/web:1'", "BM1722")]
    [InlineData("[[module]]\nroute = '/'\nmodule = 'bindle:nothing'", "BM1722")]
    [InlineData("[[module]]\nroute = '/'\nmodule = 'bindle:web/1.0.0'", "BM1715")]
    [InlineData("[[module]]\nroute = '/'\nmodule = 'file:///srv/web.wasm'", "BM1711")]
    [InlineData("[[module]]\nroute = '/'\nmodule = 'web.wasm'\nvolumes = { '/' = '/etc' }", "BM1711")]
    [InlineData("[[module]]\nroute = '/'", "BM1703")]
    [InlineData("default_host = 'a'", "BM1707")]
    public async Task OpenAsync_FaultyModuleMap_IsRefusedWithTheCode(string text, string code) => Assert.Contains(
        (await OpenAsync("modules.toml", text)).Findings, finding => finding.IsError && finding.Code == code);

    [Fact]
    public async Task OpenAsync_ModuleMapWithoutId_IsNamedAfterItsFolder()
    {
        var package = await OpenAsync("modules.toml", "[[module]]\nroute = '/'\nmodule = 'web.wasm'");

        Assert.Equal($"{Path.GetFileName(_temp.Path)}/0.1.0", package.Invoice!.Id.ToString());
        Assert.Equal([TreeFindings.AssumedId], package.Findings.Select(finding => finding.Kind));
    }

    [Fact]
    public async Task OpenAsync_OtherIdThanTheFiles_IsNotThere() => await Assert.ThrowsAsync<BindleSourceException>(
        () => OpenAsync(
            "HIPPOFACTS", Head + "[[handler]]\nroute = '/'\nname = 'web.wasm'", BindleId.Parse("other/1.0.0")));

    [Fact]
    public async Task OpenParcelAsync_FileChangedSince_IsToldByVerification()
    {
        var package = await OpenAsync("HIPPOFACTS", Head + "[[handler]]\nroute = '/'\nname = 'web.wasm'");
        var outcome = await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), CancellationToken.None);
        var bindle = outcome.Bindle!;
        Put("web.wasm", "\0asm\u0001\0\0!");

        Assert.Contains(
            await BindleVerifier.HashParcelsAsync(bindle, CancellationToken.None),
            finding => finding.Kind == VerifyFindings.DigestDiffers);
    }

    [Theory]
    [InlineData("a.js", "application/javascript")]
    [InlineData("dir.d/a.HTML", "text/html")]
    [InlineData(".gitignore", "application/octet-stream")]
    [InlineData("a.", "application/octet-stream")]
    [InlineData("a.tar.gz", "application/x-gzip")]
    public void Of_EveryKindOfName_GivesTheTypeThatHippoGave(string name, string expected) =>
        Assert.Equal(expected, Bindle.Sources.Trees.MediaTypeTable.Of(name));

    public void Dispose() => _temp.Dispose();

    private void Put(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_temp.Combine(name))!);
        File.WriteAllText(_temp.Combine(name), text);
    }

    private async Task<BindlePackage> OpenAsync(string name, string text, BindleId? id = null)
    {
        Put(name, text);
        await using var source =
            await BindleSources.OpenAsync(_temp.Combine(name), new BindleSourceOptions(), CancellationToken.None);
        return await source.OpenAsync(id, CancellationToken.None);
    }
}
