using System.Net;
using Microsoft.Extensions.Time.Testing;
using Migrator.Oci.Model;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>Whom a message names, and what it advises (spec/oci-peers.md 6c, rows 1, 16, 25 and 47).</summary>
public sealed class RefusalTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task OpenAsync_StorageRefuses_IsNamedAndNotTakenForTheLogin(int status)
    {
        await using var hosted = await HostedTarget.StartAsync(RegistryPersonalities.Acr);
        await PushLayerAsync(hosted.Open(), "a");
        hosted.Host.Faults.OnEvery(RequestKind.StorageGet, Fault.Status(status));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => ReadAsync(hosted.Open(), Layer("a")));

        Assert.Equal(RegistryFailure.Temporary, fault.Failure);
        Assert.StartsWith(
            $"{hosted.Host.Host} (at {hosted.Host.StorageHost}): ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Log in", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_NobodyListensWhereARedirectLeads_NamesThatHost()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.BlobGet, Fault.Redirect("http://localhost:1/storage"));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => ReadAsync(hosted.Open(), Layer("a")));

        Assert.StartsWith($"{hosted.Host.Host} (at localhost:1): ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_StorageBreaksOff_NamesThatHost()
    {
        await using var hosted = await HostedTarget.StartAsync(RegistryPersonalities.Acr);
        await PushLayerAsync(hosted.Open(), "a longer text");
        hosted.Host.Faults.OnEvery(RequestKind.StorageGet, Fault.CutAnswerAfter(3));

        var fault = await Assert.ThrowsAsync<RegistryException>(
            () => ReadAsync(hosted.Open(), Layer("a longer text")));

        Assert.Contains($"(at {hosted.Host.StorageHost})", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RequestKind.UploadPost, 307)]
    [InlineData(RequestKind.UploadPut, 307)]
    [InlineData(RequestKind.UploadPut, 308)]
    [InlineData(RequestKind.ManifestPut, 308)]
    public async Task Push_RedirectedToAHostThatNobodyAllows_GoesNotThere(RequestKind kind, int status)
    {
        await using var other = await RegistryHost.StartAsync();
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(kind, Fault.Redirect($"{other.Address}v2/team/app/blobs/uploads/", status));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushImageAsync(hosted.Open(), "t", "a"));

        Assert.Equal(RegistryFailure.Refused, fault.Failure);
        Assert.Contains($"{other.Host}; allow it with --upload-host", fault.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests.All);
    }

    [Theory]
    [InlineData(RequestKind.UploadPut)]
    [InlineData(RequestKind.ManifestPut)]
    public async Task Push_RedirectedToAnAllowedHost_GoesThere(RequestKind kind)
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.When(
            request => request.Kind == kind && request.Header("Host") == hosted.Host.Host,
            Fault.RedirectToStorage(),
            count: int.MaxValue);

        await PushImageAsync(hosted.Open(), "t", "a");

        Assert.Contains(hosted.Host.Requests.Of(kind), request => request.Host == hosted.Host.StorageHost);
        Assert.Empty(hosted.Host.IncompleteTags());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Look_RegistryOfThisMachineSpeaksTls_NamesTheOptions(bool isGo)
    {
        using var authority = new PrivateAuthority();
        var certificate = authority.IssueServer();
        await using IAsyncDisposable registry = isGo
            ? await RegistryProcess.StartAsync(new RegistryProcessOptions { Certificate = certificate })
            : await RegistryHost.StartAsync(new RegistryHostOptions { Certificate = certificate });
        var host = registry is RegistryProcess process ? process.Host : ((RegistryHost)registry).Host;

        Assert.Contains("--ca-file", await LookAsync(host), StringComparison.Ordinal);
        Assert.Contains("--ca-file", await ListAsync(host), StringComparison.Ordinal);
    }

    // A record of TLS: an alert, as OpenSSL sends it to those who speak no TLS.
    [Fact]
    public async Task Look_AnAlertOfTlsAnswers_NamesTheOptions()
    {
        await using var host = new RawHost(_ => "\x15\x03\x01\x00\x02\x02\x46");

        Assert.Contains("--ca-file", await LookAsync(host.Host), StringComparison.Ordinal);
        Assert.Contains("leave --plain-http out", await LookAsync(host.Host, host.Host), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_400WithWordsOfARegistry_SpeaksNotOfTls()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.UploadPost, Fault.Status(400, "UNSUPPORTED", "https is not the matter"));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));

        Assert.DoesNotContain("--ca-file", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_DiskOfDistributionIsFull_SaysSo()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.UploadPost, Fault.Answer(() => new RegistryAnswer(500).WithText(
            "application/json",
            """
            {"errors":[{"code":"UNKNOWN","message":"unknown error","detail":{"DriverName":"filesystem",
            "Enclosed":{"Op":"write","Path":"/var/lib/registry/docker/registry/v2/startedat","Err":28}}}]}
            """)));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));

        Assert.Equal(RegistryFailure.Refused, fault.Failure);
        Assert.Contains(
            "(UNKNOWN: unknown error: no space left on device). The storage is full",
            fault.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_RepositoryMustBeMadeFirst_NamesTheCommandAfterOneRequest()
    {
        await using var hosted = await HostedTarget.StartAsync(RegistryPersonalities.Ecr, RegistryProfile.Ecr);

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));

        Assert.Contains(
            "make it first (aws ecr create-repository --repository-name team/app)",
            fault.Message,
            StringComparison.Ordinal);
        Assert.Equal([RequestKind.UploadPost], hosted.Take());
    }

    // By digest, and by tag.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Push_RegistryReadsAnotherDigest_WritesTheManifestThrice(int nth)
    {
        await using var hosted = await HostedTarget.StartAsync();
        var invalid = Fault.Status(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        hosted.Host.Faults.When(request => request.Kind == RequestKind.ManifestPut, invalid, nth, count: 2);

        await PushImageAsync(hosted.Open(), "t", "a");

        Assert.Equal(4, hosted.Host.Requests.CountOf(RequestKind.ManifestPut));
    }

    [Fact]
    public async Task Push_RegistryAlwaysReadsAnotherDigest_IsTemporary()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.ManifestPut, Fault.Status(400, "DIGEST_INVALID"));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushImageAsync(hosted.Open(), "t", "a"));

        Assert.Equal(RegistryFailure.Temporary, fault.Failure);
        Assert.Equal(3, hosted.Host.Requests.CountOf(RequestKind.ManifestPut));
    }

    [Fact]
    public async Task Look_WordsOfARefusalDrip_AreNotWaitedForToTheEnd()
    {
        var clock = new FakeTimeProvider();
        using var handler = new DrippingHandler(clock);
        using var client = new RegistryClient(new RegistryOptions { Handler = handler, Time = clock });
        await using var target = client.Open(new RegistryReference("registry.example", "a/b"));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => ToListAsync(target.ListTagsAsync(None)));

        Assert.Contains("status 500", fault.Message, StringComparison.Ordinal);
        Assert.InRange(handler.Read, 5, 15);
    }

    [Theory]
    [InlineData(false, 300)]
    [InlineData(true, 30)]
    public async Task List_AnswerDripsWithoutEnd_IsGivenUp(bool isToken, int seconds)
    {
        var clock = new FakeTimeProvider();
        using var handler = new DrippingHandler(clock, HttpStatusCode.OK, isToken);
        using var client = new RegistryClient(new RegistryOptions { Handler = handler, Time = clock });
        await using var target = client.Open(new RegistryReference("registry.example", "a/b"));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => ToListAsync(target.ListTagsAsync(None)));

        Assert.Equal(RegistryFailure.Temporary, fault.Failure);
        Assert.Contains($"not ended after {seconds} seconds", fault.Message, StringComparison.Ordinal);
        Assert.InRange(handler.Read, seconds - 1, seconds + 2);
    }

    [Fact]
    public async Task Open_ManifestDripsWithoutEnd_IsGivenUp()
    {
        var clock = new FakeTimeProvider();
        using var handler = new DrippingHandler(clock, HttpStatusCode.OK);
        using var client = new RegistryClient(new RegistryOptions { Handler = handler, Time = clock });
        await using var target = client.Open(new RegistryReference("registry.example", "a/b"));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => target.OpenAsync(
            Descriptor.Of(MediaTypes.ImageManifest, ManifestOf("a").ToBytes()), None));

        Assert.Contains("not ended after 300 seconds", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<string> LookAsync(string host, params string[] plain)
    {
        using var client = ClientOf(plain);
        await using var target = client.Open(new RegistryReference(host, "a/b"));
        return (await Assert.ThrowsAsync<RegistryException>(() => target.ResolveOrNullAsync("t", None))).Message;
    }

    private static async Task<string> ListAsync(string host)
    {
        using var client = ClientOf();
        await using var target = client.Open(new RegistryReference(host, "a/b"));
        return (await Assert.ThrowsAsync<RegistryException>(() => ToListAsync(target.ListTagsAsync(None)))).Message;
    }

    private static RegistryClient ClientOf(params string[] plain) => new(new RegistryOptions
    {
        Handler = Oci.Targets.Registry.Http.RegistryHandlers.Create(new()),
        PlainHttpHosts = [.. plain],
    });

    /// <summary>Answers everything, or tokens alone, in words that come a byte a second.</summary>
    private sealed class DrippingHandler(
        FakeTimeProvider clock,
        HttpStatusCode status = HttpStatusCode.InternalServerError,
        bool wantsToken = false) : HttpMessageHandler
    {
        private readonly DripBody _body = new(clock);

        public int Read => _body.Count;

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(
                wantsToken && request.RequestUri!.AbsolutePath != "/token" ? Challenge(request) : Drip(request));

        private static HttpResponseMessage Challenge(HttpRequestMessage request)
        {
            var answer = new HttpResponseMessage(HttpStatusCode.Unauthorized) { RequestMessage = request };
            answer.Headers.TryAddWithoutValidation(
                "WWW-Authenticate", "Bearer realm=\"https://registry.example/token\",service=\"tests\"");
            return answer;
        }

        private HttpResponseMessage Drip(HttpRequestMessage request) => new(status)
        {
            Content = new StreamContent(_body, bufferSize: 1),
            RequestMessage = request,
        };
    }

    private sealed class DripBody(FakeTimeProvider clock) : MemoryStream(new byte[100_000])
    {
        public int Count { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Count++;
            clock.Advance(TimeSpan.FromSeconds(1));
            return base.ReadAsync(buffer[..1], cancellationToken);
        }
    }
}
