using System.Net.Sockets;
using System.Security.Cryptography;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources.Trees;

/// <summary>What lies in a tree and is no file, and files that are taken for sources by mistake.</summary>
public sealed class TreeRefusalTests : IAsyncLifetime, IDisposable
{
    private const string Facts = "[bindle]\nname = 'shop'\nversion = '1.2.0'\n[[handler]]\nroute = '/'\n";
    private readonly TempFolder _temp = new();

    public TreeRefusalTests()
    {
        Put("web.wasm", "\0asm\u0001\0\0\0");
        Put("static/a.txt", "a");
    }

    [Theory]
    [InlineData("HIPPOFACTS")]
    [InlineData("modules.toml")]
    public async Task OpenAsync_PipeForTheFileItself_IsNoRegularFile(string name)
    {
        await Tool.RunAsync("mkfifo", _temp.Combine(name));

        var package = await ReadAsync(name);

        AssertRefused(package, "BM1710", "not a regular file");
    }

    [Theory]
    [InlineData("name = 'pipe'")]
    [InlineData("name = 'socket'")]
    [InlineData("name = 'web.wasm'\nfiles = ['pip*']")]
    [InlineData("name = 'web.wasm'\nfiles = ['**/socket']")]
    public async Task OpenAsync_PipeOrSocket_IsNoRegularFile(string handler)
    {
        await Tool.RunAsync("mkfifo", _temp.Combine("pipe"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_temp.Combine("socket")));
        Put("HIPPOFACTS", Facts + handler);

        AssertRefused(await ReadAsync("HIPPOFACTS"), "BM1710", "not a regular file");
    }

    [Fact]
    public async Task OpenAsync_EmptyFile_IsTaken()
    {
        Put("static/empty", "");
        Put("HIPPOFACTS", Facts + "name = 'web.wasm'\nfiles = ['static/*']");

        Assert.Equal(
            ["static/a.txt", "static/empty"],
            (await ReadAsync("HIPPOFACTS")).Invoice!.Parcels.Skip(1).Select(parcel => parcel.Label.Name));
    }

    [Theory]
    [InlineData("touch", "**/*")]
    [InlineData("touch", "static/*.txt")]
    [InlineData("mkdir", "**/*.css")]
    [InlineData("mkdir", "static/*/x.css")]
    public async Task OpenAsync_NameThatIsNotUtf8_IsNamed(string program, string pattern)
    {
        await Tool.RunAsync("bash", "-c", $"{program} \"$0/static/\"$'caf\\xe9.txt'", _temp.Path);
        Put("HIPPOFACTS", Facts + $"name = 'web.wasm'\nfiles = ['{pattern}']");

        AssertRefused(await ReadAsync("HIPPOFACTS"), "BM1710", "not UTF-8");
    }

    [Fact]
    public async Task OpenAsync_VolumeWithANameThatIsNotUtf8_IsNamed()
    {
        await Tool.RunAsync("bash", "-c", "touch \"$0/static/\"$'caf\\xe9.txt'", _temp.Path);
        Put("modules.toml", "[[module]]\nroute = '/'\nmodule = 'web.wasm'\nvolumes = { '/' = 'static' }");

        AssertRefused(await ReadAsync("modules.toml"), "BM1710", "not UTF-8");
    }

    [Theory]
    [InlineData("**/*.txt", true)]
    [InlineData("static/*/b.txt", true)]
    [InlineData("static/linked/b.txt", true)]
    [InlineData("static/*/*.txt", true)]
    [InlineData("*/b.txt", false)]
    [InlineData("file*/b.txt", false)]
    [InlineData("static/**", false)]
    public async Task OpenAsync_LinkedFolderOnTheWay_IsRefusedWhereFilesMayLieBelowIt(string pattern, bool isRefused)
    {
        Put("elsewhere/b.txt", "b");
        Directory.CreateSymbolicLink(_temp.Combine("static/linked"), _temp.Combine("elsewhere"));
        File.CreateSymbolicLink(_temp.Combine("filelink"), _temp.Combine("web.wasm"));
        Put("HIPPOFACTS", Facts + $"name = 'web.wasm'\nfiles = ['{pattern}']");

        var package = await ReadAsync("HIPPOFACTS");

        Assert.Equal(isRefused, package.Findings.Any(finding => finding.Kind == TreeFindings.Link));
        Assert.Equal(isRefused, package.Invoice is null);
    }

    [Theory]
    [InlineData("spin.toml", "spin_manifest_version = 2\n[application]\nname = 'a'", "manifest of a Spin application")]
    [InlineData("spin.toml", "spin_version = '1'\nname = 'a'", "manifest of a Spin application")]
    [InlineData("Cargo.toml", "[package]\nname = 'a'\nversion = '0.1.0'", "manifest of Cargo")]
    [InlineData("a.toml", "bindleVersion = '1.0.0'\n[bindle]\nname = 'a'\nversion = '1.0.0'", "invoice of a bindle")]
    public async Task OpenAsync_TomlOfAnotherKind_SaysWhatItIs(string name, string text, string expected)
    {
        Put(name, text);

        var package = await ReadAsync(name);

        Assert.Equal(["BM1708"], package.Findings.Select(finding => finding.Code));
        AssertRefused(package, "BM1708", expected);
    }

    [Fact]
    public async Task OpenAsync_ExternalFilesOfEqualBytes_AreNamedWhenOneIsLost()
    {
        Put("lib/web.wasm", "\0asm\u0001\0\0\0");
        Put("lib/a.txt", "same");
        Put("lib/b.txt", "same");
        Put("lib/HIPPOFACTS", """
            [bindle]
            name = 'lib'
            version = '1.0.0'
            [[export]]
            name = 'web.wasm'
            id = 'web'
            files = ['*.txt']
            """);
        Put("HIPPOFACTS", Facts + "external = { bindleId = 'lib/1.0.0', handlerId = 'web' }");

        var package = await ReadAsync("HIPPOFACTS", "lib/HIPPOFACTS");

        Assert.Equal(["a.txt"], package.Invoice!.Parcels.Skip(1).Select(parcel => parcel.Label.Name));
        var lost = Assert.Single(package.Findings);
        Assert.Equal(TreeFindings.EqualFileLost, lost.Kind);
        Assert.Contains("'b.txt'", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_ModuleOfAnotherBindle_IsTaken()
    {
        Put("lib/web.wasm", "\0asm\u0001\0\0\0");
        Put("lib/HIPPOFACTS", Facts + "name = 'web.wasm'\nentrypoint = 'run'");
        Put("modules.toml", "[[module]]\nroute = '/lib'\nmodule = 'bindle:shop/1.2.0'");

        var package = await ReadAsync("modules.toml", "lib/HIPPOFACTS");

        var module = Assert.Single(package.Invoice!.Parcels).Label;
        Assert.Equal("web.wasm", module.Name);
        Assert.Equal("/lib", module.Features["wagi"]["route"]);
        Assert.False(module.Features["wagi"].ContainsKey("entrypoint"));
        Assert.True((await package.ProbeParcelAsync(module.Sha256, CancellationToken.None)).IsPresent);
    }

    [Theory]
    [InlineData("modules.toml", "[[module]]\nroute = '/lib'\nmodule = 'bindle:lib/1.0.0'")]
    [InlineData("HIPPOFACTS", Facts + "external = { bindleId = 'lib/1.0.0', handlerId = 'web' }")]
    public async Task OpenAsync_ModuleOfAYankedBindle_IsTakenOnlyWhereItIsAskedFor(string name, string text)
    {
        Put(name, text);

        var refused = await ReadYankedAsync(name, includeYanked: false);
        var taken = await ReadYankedAsync(name, includeYanked: true);

        AssertRefused(refused, "BM1725", "--include-yanked");
        Assert.Single(taken.Invoice!.Parcels);
        var warning = Assert.Single(taken.Findings, finding => finding.Kind == TreeFindings.ImportYanked);
        Assert.Equal(FindingLevel.Warning, warning.Level);
    }

    [Theory]
    [InlineData("short", "BM2302")]
    [InlineData("12345678", "BM2303")]
    public async Task VerifyAsync_DamagedParcelOfAnotherBindle_HasThatBindleForItsPlace(string bytes, string code)
    {
        Put("modules.toml", "[[module]]\nroute = '/lib'\nmodule = 'bindle:lib/1.0.0'");
        await using var source = await OpenWithYankedAsync("modules.toml", includeYanked: true);
        Put("lib/parcels/" + WebSha256 + ".dat", bytes);
        var package = await source.OpenAsync(null, CancellationToken.None);

        var outcome = await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), CancellationToken.None);
        var findings = outcome.Bindle is { } bindle
            ? await BindleVerifier.HashParcelsAsync(bindle, CancellationToken.None)
            : outcome.Findings;

        var damage = Assert.Single(findings, finding => finding.Code == code);
        Assert.Equal("lib/1.0.0 in " + _temp.Combine("lib"), damage.Place);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    // The framework cannot delete names that are not UTF-8.
    public Task DisposeAsync() => Tool.RunAsync("rm", "-rf", _temp.Combine("static"));

    public void Dispose() => _temp.Dispose();

    private static void AssertRefused(BindlePackage package, string code, string expected)
    {
        Assert.Null(package.Invoice);
        Assert.Contains(
            package.Findings,
            finding => finding.Code == code && finding.Message.Contains(expected, StringComparison.Ordinal));
    }

    private string WebSha256 =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_temp.Combine("web.wasm"))));

    private void Put(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_temp.Combine(name))!);
        File.WriteAllText(_temp.Combine(name), text);
    }

    private async Task<BindlePackage> ReadYankedAsync(string name, bool includeYanked)
    {
        await using var source = await OpenWithYankedAsync(name, includeYanked);
        return await source.OpenAsync(null, CancellationToken.None);
    }

    private async Task<IBindleSource> OpenWithYankedAsync(string name, bool includeYanked)
    {
        var invoice = $"""
            bindleVersion = "1.0.0"
            yanked = true
            [bindle]
            name = "lib"
            version = "1.0.0"
            [[parcel]]
            [parcel.label]
            name = "web.wasm"
            mediaType = "application/wasm"
            size = 8
            sha256 = "{WebSha256}"
            [parcel.label.annotations]
            wagi_handler_id = "web"
            """;
        Put("lib/invoice.toml", invoice);
        var options = new BindleSourceOptions
        {
            IncludeYanked = includeYanked,
            OpenImports = stop => BindleSources.OpenAsync(_temp.Combine("lib"), new BindleSourceOptions(), stop),
        };
        return await BindleSources.OpenAsync(_temp.Combine(name), options, CancellationToken.None);
    }

    private async Task<BindlePackage> ReadAsync(string name, string? imports = null)
    {
        var options = new BindleSourceOptions
        {
            OpenImports = imports is null
                ? null
                : token => BindleSources.OpenAsync(_temp.Combine(imports), new BindleSourceOptions(), token),
        };
        await using var source = await BindleSources.OpenAsync(_temp.Combine(name), options, CancellationToken.None);
        return await source.OpenAsync(null, CancellationToken.None);
    }
}
