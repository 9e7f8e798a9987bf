using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>What stands between and answers in a registry's place (spec/oci-peers.md 6c, row 47).</summary>
public sealed class PortalTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task PushBlobAsync_PortalAnswersTheLookToo_IsNotDone()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.UploadPut, Fault.Html(502));
        hosted.Host.Faults.OnEvery(RequestKind.BlobHead, Fault.Html(200));

        await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));
    }

    [Fact]
    public async Task PushBlobAsync_SomeoneElseAnswers200_IsNotDone()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.UploadPut, Fault.Answer(() => new RegistryAnswer(200)));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));

        Assert.Equal(RegistryFailure.Temporary, fault.Failure);
        Assert.Contains("the blob is not there", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PushBlobAsync_Done200InsteadOf201_IsLookedForOnce()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.UploadPut, Fault.DoneButSays(200));

        await PushLayerAsync(hosted.Open(), "a");

        Assert.Equal(1, hosted.Host.Requests.CountOf(RequestKind.BlobHead));
        Assert.Equal(1, hosted.Host.Requests.CountOf(RequestKind.UploadPut));
    }

    [Theory]
    [InlineData(RequestKind.ManifestGet)]
    [InlineData(RequestKind.TagsList)]
    public async Task Read_WebPage_IsCalledOne(RequestKind kind)
    {
        await using var hosted = await HostedTarget.StartAsync();
        var image = await PushImageAsync(hosted.Open(), "t", "a");
        hosted.Host.Faults.OnEvery(kind, Fault.Html(200));
        var target = hosted.Open();

        var fault = await Assert.ThrowsAsync<RegistryException>(() => kind == RequestKind.TagsList
            ? ToListAsync(target.ListTagsAsync(None))
            : target.TagAsync(image, "u", None));

        Assert.Contains("the answer is a web page", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The proxy tunnel request to proxy 'http://user:PROXYPASS@127.0.0.1:9/' failed with status code '503'")]
    [InlineData("http://user:PROXY/PASS@127.0.0.1:9/ and socks5://:PROXYPASS@h")]
    public async Task Message_ProxyWithALogin_HasNothingOfIt(string said)
    {
        using var handler = new BrokenHandler(said);
        using var client = new RegistryClient(new RegistryOptions { Handler = handler });
        await using var target = client.Open(new RegistryReference("registry.example", "a/b"));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => target.ResolveOrNullAsync("t", None));

        Assert.DoesNotContain("PASS", fault.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:9", fault.Message, StringComparison.Ordinal);
    }

    private sealed class BrokenHandler(string message) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException(HttpRequestError.ProxyTunnelError, message);
    }
}
