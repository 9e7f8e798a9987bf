using System.Text;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>The worked example of spec/spin-oci.md 3.6, whose digests Spin itself confirmed.</summary>
public sealed class PetstoreTests
{
    private const string FullConfig =
        """
        {"spin_lock_version":0,
        "metadata":{"bindle_version":"1.2.0+q0a1b2c3","description":"Demo store","name":"petstore",
        "trigger":{"base":"/","type":"http"},"version":"1.2.0+q0a1b2c3"},
        "variables":{"api_token":{"secret":true},"greeting":{"default":"hello"}},
        "triggers":[
        {"id":"trigger--web","trigger_type":"http","trigger_config":{"component":"web","executor":null,"route":"/..."}},
        {"id":"trigger--api","trigger_type":"http","trigger_config":{"component":"api",
        "executor":{"argv":"${SCRIPT_NAME} ${ARGS}","entrypoint":"_start","type":"wagi"},"route":"/api/..."}}],
        "components":[
        {"id":"web","metadata":{"ai_models":[],"allowed_http_hosts":["api.example.com"],"databases":[],
        "description":"Front end","key_value_stores":[]},
        "source":{"content_type":"application/wasm",
        "digest":"sha256:e76edfb76c5eae424707f72636d56efffb8a1119394e3ab4cb066be1f1b5fd29"},
        "env":{"LOG":"info"},
        "files":[
        {"inline":"","digest":"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "path":"static/empty.txt"},
        {"inline":"aGVsbG8K","digest":"sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03",
        "path":"static/hello.txt"},
        {"digest":"sha256:aa20c23e3201834050679e1d88941b9a6fed0557c9a705cb2c315e2e63fd486d","path":"static/page.html"}],
        "config":{"greeting":"{{ greeting }}"}},
        {"id":"api","metadata":{"ai_models":[],"allowed_http_hosts":[],
        "databases":["default"],"key_value_stores":["default"]},
        "source":{"content_type":"application/wasm",
        "digest":"sha256:ec7ef92d6850ed2c1870df7c6beb5e22d5db892ea7d02daffe2273bff1b4a750"}}]}
        """;

    [Fact]
    public async Task ConvertAsync_Petstore_GivesTheConfigOfTheSpec()
    {
        var artifact = await ConvertAsync(Spin1.Full);
        var config = await artifact.BlobAsync(artifact.Manifest.Config.Digest);
        Assert.Equal(FullConfig.ReplaceLineEndings(""), Encoding.UTF8.GetString(config));
        Assert.Equal(1529, config.Length);
    }

    [Theory]
    [InlineData(AppVersionPolicy.Full, "14ae3c0d7c17b58e8a47779f8884fe8212c200c7c042ad03761f572268f5a266")]
    [InlineData(AppVersionPolicy.Plain, "a7533404d3a115a47116e5140f4321ce537c8db3cc85eede2265bb9b8a129c71")]
    public async Task ConvertAsync_Petstore_HasTheDigestOfTheSpec(AppVersionPolicy version, string digest)
    {
        var artifact = await ConvertAsync(Spin1.Plain with { AppVersion = version });
        Assert.Equal(digest, artifact.Descriptor.Digest.Hex);
        Assert.Equal(Digest.Of(artifact.ManifestBytes.Span), artifact.Descriptor.Digest);
        Assert.Equal(660, artifact.ManifestBytes.Length);
    }

    [Theory]
    [InlineData(AppVersionPolicy.Full, "22fdb5cd42753a525e59f0ab16bef0418587234d7e879c2c9564c881d9b5bacc", 1529)]
    [InlineData(AppVersionPolicy.Plain, "d075b800db438a52e21bea9de61eddddb0d3c74eb07b2817ad321db229e74f5c", 1486)]
    public async Task ConvertAsync_Petstore_HasTheConfigDigestOfTheSpec(
        AppVersionPolicy version,
        string digest,
        long size)
    {
        var artifact = await ConvertAsync(Spin1.Plain with { AppVersion = version });
        Assert.Equal(digest, artifact.Manifest.Config.Digest.Hex);
        Assert.Equal(size, artifact.Manifest.Config.Size);
    }

    [Fact]
    public async Task ConvertAsync_LayersForInlinedFilesToo_LeavesOutTheEmptyFileOnly()
    {
        var bindle = await Verified.FromFolderAsync(Folder);
        var outcome = await Converter.ConvertAsync(
            bindle,
            Spin1.Full with { InlineFiles = InlineFiles.Also },
            CancellationToken.None);
        Assert.Equal([208, 6, 200, 208], outcome.Artifact!.Manifest.Layers.Select(layer => layer.Size));
        Assert.Contains(
            "static/empty.txt",
            outcome.Remark(ApplicationFindings.EmptyFileNoLayer).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_Blobs_AreTheManifestsOwnEachOnceConfigLast()
    {
        var artifact = await ConvertAsync(Spin1.Full);
        var named = artifact.Manifest.Layers.Append(artifact.Manifest.Config).Select(blob => blob.Digest).Distinct();
        Assert.Equal(named, artifact.Blobs.Select(blob => blob.Descriptor.Digest));
        foreach (var blob in artifact.Blobs)
        {
            var bytes = await artifact.BlobAsync(blob.Descriptor.Digest);
            Assert.Equal(blob.Descriptor.Digest, Digest.Of(bytes));
            Assert.Equal(blob.Descriptor.Size, bytes.Length);
        }
    }

    [Fact]
    public async Task ConvertAsync_WithReferrer_SendsTheWholeBindleAlong()
    {
        var artifact = await ConvertAsync(Spin1.Full with { Referrer = true });
        Assert.Equal(artifact.Descriptor.Digest, artifact.Referrer!.Manifest.Subject!.Digest);
        Assert.Equal(6, artifact.Referrer.Manifest.Layers.Length);
    }

    [Fact]
    public async Task ConvertAsync_BindleProfile_IsTheWholeBindleAlone()
    {
        var artifact = await ConvertAsync(new ConversionOptions { Profile = Profile.Bindle });
        Assert.Null(artifact.Manifest.Subject);
        Assert.Null(artifact.Referrer);
        Assert.Equal(6, artifact.Manifest.Layers.Length);
    }

    private static string Folder => RepositoryRoot.Combine("testdata", "petstore");

    private static async Task<Artifact> ConvertAsync(ConversionOptions options)
    {
        var outcome = await Converter.ConvertAsync(
            await Verified.FromFolderAsync(Folder),
            options,
            CancellationToken.None);
        Assert.True(outcome.Artifact is not null, string.Join('\n', outcome.Findings));
        return outcome.Artifact;
    }
}
