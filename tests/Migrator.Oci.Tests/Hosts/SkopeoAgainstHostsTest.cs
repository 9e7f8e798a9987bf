using Migrator.Oci.Model;
using Migrator.Oci.References;
using Migrator.Oci.Targets;
using Migrator.Testing;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Hosts;

/// <summary>
/// skopeo, which knows real registries, judges the hosts that tests use: pushes to them and reads back.
/// </summary>
public sealed class SkopeoAgainstHostsTest : IDisposable
{
    private const string Account = RegistryProcessOptions.UserName + ":" + RegistryProcessOptions.UserPassword;
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Readable =>
        [.. RegistryPersonalities.All.Where(it => !it.PushOnly).Select(it => it.Name)];

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task Host_EveryPersonality_TakesAndGivesAnImage(string personality)
    {
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.Named(personality));
        host.Repository("team/app");
        await AssertRoundTripAsync(host.Host, "--{0}tls-verify=false");
        Assert.Equal(0, host.OpenSessions);
        Assert.Equal(["1.0"], host.Repository("team/app").Tags.Keys);
        Assert.Empty(host.IncompleteTags());
    }

    [Fact]
    public async Task Host_PushOnly_TakesAnImageAndGivesNothing()
    {
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.FermyonCloud);
        var (image, layout) = await LayoutAsync();
        await RunAsync("copy", "--dest-tls-verify=false", layout, $"docker://{host.Host}/team/app:1.0");
        Assert.Equal(image.Digest.ToString(), host.Repository("team/app").Tags["1.0"]);
        var inspected = await Tool.RunAsync(
            "skopeo", "inspect", "--raw", "--tls-verify=false", $"docker://{host.Host}/team/app:1.0");
        Assert.NotEqual(0, inspected.ExitCode);
    }

    [Fact]
    public async Task Host_Password_IsAskedFor()
    {
        await using var host = await RegistryHost.StartAsync(new RegistryHostOptions { Password = true });
        await AssertLoginAsync(host.Host);
        Assert.Contains(host.Requests.All, request => request.AuthorizationScheme == "Basic");
    }

    [Fact]
    public async Task Host_Tokens_AreAskedFor()
    {
        await using var host = await RegistryHost.StartAsync(new RegistryHostOptions { Tokens = new RegistryTokens() });
        await AssertLoginAsync(host.Host);
        Assert.All(
            host.Requests.Of(RequestKind.ManifestPut),
            request => Assert.Equal("Bearer", request.AuthorizationScheme));
    }

    [Fact]
    public async Task Host_Tls_NeedsTheAuthority()
    {
        using var authority = new PrivateAuthority();
        await using var host = await RegistryHost.StartAsync(
            new RegistryHostOptions { Certificate = authority.IssueServer() });
        await AssertRoundTripAsync(host.Host, "--{0}cert-dir=" + authority.CaFolder);
        await AssertFailsAsync(host.Host, "certificate");
    }

    [Theory]
    [InlineData(true, "expired")]
    [InlineData(false, "elsewhere.test")]
    public async Task Host_BadCertificate_IsRefused(bool expired, string expected)
    {
        using var authority = new PrivateAuthority();
        await using var host = await RegistryHost.StartAsync(new RegistryHostOptions
        {
            Certificate = expired ? authority.IssueExpired() : authority.IssueForOtherName(),
        });
        await AssertFailsAsync(host.Host, expected, "--dest-cert-dir=" + authority.CaFolder);
    }

    [Fact]
    public async Task Process_Password_IsAskedFor()
    {
        await using var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { Password = true });
        await AssertLoginAsync(registry.Host);
    }

    [Fact]
    public async Task Process_Tokens_AreThoseOfTheTokenHost()
    {
        await using var tokens = await RegistryHost.StartAsync(
            new RegistryHostOptions { Tokens = new RegistryTokens() });
        await using var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { TokenHost = tokens });
        await AssertLoginAsync(registry.Host);
        Assert.True(tokens.Tokens!.Issued > 0, registry.Log);
    }

    [Fact]
    public async Task Process_TlsWithClientCertificates_NeedsBoth()
    {
        using var authority = new PrivateAuthority();
        await using var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions
        {
            Certificate = authority.IssueServer(),
            ClientAuthority = authority,
        });
        var (certificate, _) = authority.IssueClientFiles("mover");
        var folder = Path.GetDirectoryName(certificate)!;
        await AssertFailsAsync(registry.Host, "certificate", "--dest-cert-dir=" + authority.CaFolder);
        File.Copy(authority.CaFile, Path.Combine(folder, "ca.crt"));
        await AssertRoundTripAsync(registry.Host, "--{0}cert-dir=" + folder);
    }

    [Fact]
    public async Task Process_ReadOnly_RefusesWrites()
    {
        await using var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { ReadOnly = true });
        await AssertFailsAsync(registry.Host, "405", "--dest-tls-verify=false");
    }

    public void Dispose() => _folder.Dispose();

    private async Task AssertLoginAsync(string host)
    {
        await AssertRoundTripAsync(host, "--{0}tls-verify=false", "--{0}creds=" + Account);
        await AssertFailsAsync(host, "unauthorized", "--dest-tls-verify=false", "--dest-creds=mover:wrong");
    }

    private async Task AssertRoundTripAsync(string host, params string[] options)
    {
        var (image, layout) = await LayoutAsync();
        var there = $"docker://{host}/team/app:1.0";
        await RunAsync(["copy", "--preserve-digests", .. For("dest-", options), layout, there]);
        var raw = await RunAsync(["inspect", "--raw", .. For("", options), there]);
        Assert.Equal(image.Digest, Digest.Of(Bytes(raw)));
        var back = $"oci:{_folder.Combine("back")}:1.0";
        await RunAsync(["copy", "--preserve-digests", .. For("src-", options), there, back]);
        var tags = await RunAsync(["list-tags", .. For("", options), $"docker://{host}/team/app"]);
        Assert.Contains("1.0", tags, StringComparison.Ordinal);
    }

    private async Task AssertFailsAsync(string host, string expected, params string[] options)
    {
        var (_, layout) = await LayoutAsync();
        var result = await Tool.RunAsync("skopeo", ["copy", .. options, layout, $"docker://{host}/team/other:1.0"]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> For(string side, string[] options) =>
        options.Select(option => option.Replace("{0}", side, StringComparison.Ordinal));

    private async Task<(Descriptor Image, string Layout)> LayoutAsync()
    {
        var layout = "oci:" + _folder.Combine("layout");
        await using var target = await OciTargets.OpenAsync(TargetReference.Parse(layout), CancellationToken.None);
        return (await PushImageAsync(target, "1.0", "a", "b", "a longer layer"), layout + ":1.0");
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var result = await Tool.RunAsync("skopeo", arguments);
        Assert.True(result.ExitCode == 0, $"skopeo {string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }
}
