using System.Text;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Tests.Spin;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>
/// What spec/bindle.md 8.5 says of each part of a Wagi application, as the whole bytes of locked apps of our own
/// sources.
/// </summary>
public sealed class WagiWorkedCasesTests
{
    // What every component of version 1 could reach (spec/spin-oci.md 4.9, rule 1).
    private const string Open = "\"redis://*:*\",\"mysql://*:*\",\"postgres://*:*\"";

    private static readonly string Sources = RepositoryRoot.Combine("testdata", "wagi", "HIPPOFACTS");

    [Theory]
    [InlineData(Profile.Spin1)]
    [InlineData(Profile.Universal)]
    [InlineData(Profile.Spin2)]
    public async Task ConvertAsync_OurSources_GiveTheLockedAppOfTheSpecification(Profile profile)
    {
        var files = """
            "files":[{"inline":"aGVsbG8K","digest":"sha256:TEXT","path":"static/hello.txt"},
            {"inline":"bG9nbw","digest":"sha256:LOGO","path":"static/img/logo.svg"},
            {"inline":"PHA+e3sgdGV4dCB9fTwvcD4K","digest":"sha256:PAGE","path":"templates/page.hbs"}]
            """;
        var app = profile == Profile.Spin2
            ? """
            "authors":["Ada <ada@example.com>"],"description":"A site of Wagi's times","name":"site",
            "trigger":{"base":"/","type":"http"},"triggers":{"http":{"base":"/"}},"version":"1.2.0"
            """
            : """
            "description":"A site of Wagi's times","name":"site","trigger":{"base":"/","type":"http"},"version":"1.2.0"
            """;
        var expected = """
            {"spin_lock_version":0,"metadata":{APP},
            "triggers":[
            {"id":"TRIGGERfileserver-gr","trigger_type":"http","trigger_config":{"component":"fileserver-gr",
            "executor":{"argv":"${SCRIPT_NAME} ${ARGS}","entrypoint":"_start","type":"wagi"},"route":"/static/..."}},
            {"id":"TRIGGERhello-world","trigger_type":"http","trigger_config":{"component":"hello-world",
            "executor":{"argv":"${SCRIPT_NAME} ${ARGS}","entrypoint":"_start","type":"wagi"},"route":"/"}},
            {"id":"TRIGGERhello-world-r2","trigger_type":"http","trigger_config":{"component":"hello-world-r2",
            "executor":{"argv":"${SCRIPT_NAME} ${ARGS}","entrypoint":"_start","type":"wagi"},"route":"/about"}}],
            "components":[
            {"id":"fileserver-gr",METADATA,SERVER,FILES},
            {"id":"hello-world",METADATA,HELLO,FILES},
            {"id":"hello-world-r2",METADATA,HELLO,FILES}]}
            """;

        var outcome = await ConvertAsync(Sources, new ConversionOptions { Profile = profile, Referrer = false });

        Assert.Equal(
            Compact(expected.Replace("APP", app, StringComparison.Ordinal)
                .Replace("METADATA", MetadataOf(profile, "", Open), StringComparison.Ordinal)
                .Replace("FILES", files, StringComparison.Ordinal), profile),
            await LockedTextAsync(outcome.Artifact!));
    }

    [Theory]
    [InlineData(Profile.Spin1)]
    [InlineData(Profile.Universal)]
    [InlineData(Profile.Spin2)]
    public async Task ConvertAsync_OurModuleMap_GivesArgumentsHostsAndEnvironment(Profile profile)
    {
        var app = profile == Profile.Spin2
            ? """
            "name":"wagi","trigger":{"base":"/","type":"http"},"triggers":{"http":{"base":"/"}},"version":"0.1.0"
            """
            : """
            "name":"wagi","trigger":{"base":"/","type":"http"},"version":"0.1.0"
            """;
        var expected = """
            {"spin_lock_version":0,"metadata":{APP},
            "triggers":[
            {"id":"TRIGGERfileserver-gr","trigger_type":"http","trigger_config":{"component":"fileserver-gr",
            "executor":{"argv":"${SCRIPT_NAME} ${ARGS}","entrypoint":"_start","type":"wagi"},"route":"/static/..."}},
            {"id":"TRIGGERhello-world","trigger_type":"http","trigger_config":{"component":"hello-world",
            "executor":{"argv":"hello ${SCRIPT_NAME} ${ARGS}","entrypoint":"_start","type":"wagi"},"route":"/"}}],
            "components":[
            {"id":"fileserver-gr",NOHOSTS,SERVER,
            "files":[{"inline":"aGVsbG8K","digest":"sha256:TEXT","path":"hello.txt"},
            {"inline":"bG9nbw","digest":"sha256:LOGO","path":"img/logo.svg"}]},
            {"id":"hello-world",ONEHOST,HELLO,"env":{"LOG":"info"},
            "files":[{"inline":"PHA+e3sgdGV4dCB9fTwvcD4K","digest":"sha256:PAGE","path":"templates/page.hbs"}]}]}
            """;
        var oneHost = MetadataOf(
            profile,
            "\"https://api.example.com\"",
            Open + ",\"http://api.example.com\",\"https://api.example.com\"");

        var outcome = await ConvertAsync(
            RepositoryRoot.Combine("testdata", "wagi", "modules.toml"),
            new ConversionOptions { Profile = profile, Referrer = false });

        Assert.Equal(
            Compact(expected.Replace("APP", app, StringComparison.Ordinal)
                .Replace("NOHOSTS", MetadataOf(profile, "", Open), StringComparison.Ordinal)
                .Replace("ONEHOST", oneHost, StringComparison.Ordinal), profile),
            await LockedTextAsync(outcome.Artifact!));
        Assert.Contains(
            "no released Wagi gave them",
            outcome.Remark(WagiFindings.EnvironmentInClear).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_FileAndWrittenBindle_GiveOneArtifactInEveryProfile()
    {
        using var temp = new TempFolder();
        await using var source =
            await BindleSources.OpenAsync(Sources, new BindleSourceOptions(), CancellationToken.None);
        var package = await source.OpenAsync(null, CancellationToken.None);
        await StandaloneFolderWriter.WriteAsync(package, temp.Combine("bindle"), CancellationToken.None);

        foreach (var profile in Enum.GetValues<Profile>())
        {
            var options = new ConversionOptions { Profile = profile };
            var file = await ConvertAsync(Sources, options);
            var bindle = await ConvertAsync(temp.Combine("bindle"), options);

            Assert.Equal(file.Artifact!.Descriptor, bindle.Artifact!.Descriptor);
            Assert.Equal(file.Artifact.Referrer?.Descriptor, bindle.Artifact.Referrer?.Descriptor);
        }
    }

    [Fact]
    public async Task ConvertAsync_OurSources_SayWhatChanges()
    {
        var outcome = await ConvertAsync(Sources, new ConversionOptions());

        Assert.Equal(
            ["BM3700", "BM3701", "BM3703", "BM3704", "BM3717", "BM3718", "BM3724", "BM3727"],
            outcome.Findings.Select(finding => finding.Code)
                .Where(code => code.StartsWith("BM37", StringComparison.Ordinal))
                .Distinct()
                .Order(StringComparer.Ordinal));
    }

    // The digests are those of the files at hand, as sha256sum gives them.
    private static string Compact(string json, Profile profile) => json
        .ReplaceLineEndings("")
        .Replace("TRIGGER", profile == Profile.Spin2 ? "trigger-" : "trigger--", StringComparison.Ordinal)
        .Replace("HELLO", SourceOf("modules/hello_world.wasm"), StringComparison.Ordinal)
        .Replace("SERVER", SourceOf("modules/fileserver.gr.wasm"), StringComparison.Ordinal)
        .Replace("TEXT", DigestOf("static/hello.txt"), StringComparison.Ordinal)
        .Replace("LOGO", DigestOf("static/img/logo.svg"), StringComparison.Ordinal)
        .Replace("PAGE", DigestOf("templates/page.hbs"), StringComparison.Ordinal);

    // Spin 2 skips what is empty and reads the hosts by their new name; the form for all has both names.
    private static string MetadataOf(Profile profile, string hosts, string outbound) => profile switch
    {
        Profile.Spin1 => "\"metadata\":{\"ai_models\":[],\"allowed_http_hosts\":["
            + hosts + "],\"databases\":[],\"key_value_stores\":[]}",
        Profile.Spin2 => "\"metadata\":{\"allowed_outbound_hosts\":[" + outbound + "]}",
        _ => "\"metadata\":{\"ai_models\":[],\"allowed_http_hosts\":[" + hosts
            + "],\"allowed_outbound_hosts\":[" + outbound + "],\"databases\":[],\"key_value_stores\":[]}",
    };

    // In the oldest form it is the config, in the others the last layer.
    private static async Task<string> LockedTextAsync(Artifact artifact) => artifact.Profile == Profile.Spin1
        ? await artifact.ConfigTextAsync()
        : Encoding.UTF8.GetString(await artifact.BlobAsync(artifact.Manifest.Layers[^1].Digest));

    // Modules of 128 bytes or less stand in the locked app like files.
    private static string SourceOf(string file) =>
        "\"source\":{\"content_type\":\"application/wasm\","
        + $"\"inline\":\"{Convert.ToBase64String(BytesOf(file)).TrimEnd('=')}\","
        + $"\"digest\":\"sha256:{DigestOf(file)}\"}}";

    private static string DigestOf(string file) => BindleBuilder.Sha256(BytesOf(file));

    private static byte[] BytesOf(string file) => File.ReadAllBytes(RepositoryRoot.Combine("testdata", "wagi", file));

    private static async Task<ConversionOutcome> ConvertAsync(string path, ConversionOptions options)
    {
        await using var source = await BindleSources.OpenAsync(path, new BindleSourceOptions(), CancellationToken.None);
        var bindle = await Verified.FromAsync(await source.OpenAsync(null, CancellationToken.None));
        return await Converter.ConvertAsync(bindle, options, CancellationToken.None);
    }
}
