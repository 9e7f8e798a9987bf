using System.Net;
using Microsoft.Extensions.Time.Testing;
using Migrator.Engine.Resilience;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Engine.Tests.Resilience;

/// <summary>What is sent again, and when; by a clock that stands unless it is moved.</summary>
public sealed class RetryTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedHost _host;

    public RetryTests() => _host = new ScriptedHost(_clock);

    [Theory]
    [InlineData(0.0, new[] { 0.0, 0.125, 0.375, 0.875, 1.875, 3.875 })]
    [InlineData(1.0, new[] { 0.0, 0.25, 0.75, 1.75, 3.75, 7.75 })]
    public async Task Send_HostInTrouble_WaitsTwiceAsLongEachTime(double jitter, double[] arrivals)
    {
        _host.Afterwards = () => new HttpResponseMessage(HttpStatusCode.BadGateway);
        var answer = await RunAsync(
            ScriptedHost.Request(HttpMethod.Get), new ResilienceOptions { Jitter = () => jitter });

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal(arrivals, _host.Arrivals.Select(arrival => arrival.TotalSeconds));
    }

    [Theory]
    [InlineData(RegistryOperation.UploadWhole, 502, 1)]
    [InlineData(RegistryOperation.UploadWhole, 503, 1)]
    [InlineData(RegistryOperation.UploadChunk, 500, 1)]
    [InlineData(RegistryOperation.UploadEnd, 504, 1)]
    [InlineData(RegistryOperation.UploadWhole, 429, 2)]
    [InlineData(RegistryOperation.UploadChunk, 429, 2)]
    [InlineData(RegistryOperation.UploadCancel, 429, 1)]
    [InlineData(RegistryOperation.ManifestWrite, 502, 2)]
    [InlineData(RegistryOperation.ManifestWrite, 524, 2)]
    [InlineData(RegistryOperation.UploadStart, 520, 2)]
    [InlineData(RegistryOperation.UploadEnd, 524, 1)]
    [InlineData(RegistryOperation.BlobLook, 525, 1)]
    [InlineData(RegistryOperation.BlobLook, 404, 1)]
    [InlineData(RegistryOperation.BlobLook, 501, 1)]
    [InlineData(RegistryOperation.Token, 503, 2)]
    public async Task Send_Answer_IsAskedAgainOnlyWhereThatIsSafe(RegistryOperation operation, int status, int times)
    {
        _host.Then(status);
        var body = new StringContent("the whole body");
        await RunAsync(ScriptedHost.Request(HttpMethod.Put, operation, body: body));

        Assert.Equal(Enumerable.Repeat("the whole body", times), _host.Bodies);
    }

    [Theory]
    [InlineData(RegistryOperation.UploadWhole, 1)]
    [InlineData(RegistryOperation.UploadChunk, 1)]
    [InlineData(RegistryOperation.UploadStart, 6)]
    [InlineData(RegistryOperation.ManifestWrite, 6)]
    public async Task Send_BrokenConnection_IsNeverBlindlyRepeatedForUploads(RegistryOperation operation, int times)
    {
        _host.Afterwards = () => throw new HttpRequestException(
            HttpRequestError.ResponseEnded, "broken", new IOException("reset"));
        await Assert.ThrowsAsync<HttpRequestException>(() => RunAsync(ScriptedHost.Request(HttpMethod.Put, operation)));

        Assert.Equal(times, _host.Arrivals.Count);
    }

    [Fact]
    public async Task Send_HostThatNeverAnswered_IsTriedFourTimes()
    {
        _host.Afterwards = () => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        await Assert.ThrowsAsync<HttpRequestException>(() => RunAsync(ScriptedHost.Request(HttpMethod.Get)));

        Assert.Equal(4, _host.Arrivals.Count);
        Assert.True(_host.Arrivals[^1] < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Send_UntrustedCertificate_IsNotTriedAgain()
    {
        _host.Afterwards = () => throw new HttpRequestException(
            HttpRequestError.SecureConnectionError,
            "TLS",
            new System.Security.Authentication.AuthenticationException("unknown authority"));
        await Assert.ThrowsAsync<HttpRequestException>(() => RunAsync(ScriptedHost.Request(HttpMethod.Get)));

        Assert.Single(_host.Arrivals);
    }

    [Fact]
    public async Task Send_CalmDown_CountsAsBusyAndHalves()
    {
        var notices = new List<ResilienceNotice>();
        _host.Then(() => throw new HttpRequestException("stream reset", new HttpProtocolException(11, "calm", null)));
        await RunAsync(ScriptedHost.Request(HttpMethod.Get), new ResilienceOptions { Noticed = notices.Add });

        Assert.Equal(
            [ResilienceNoticeKind.Throttled, ResilienceNoticeKind.Waiting, ResilienceNoticeKind.Retry],
            notices.Select(notice => notice.Kind));
        Assert.Equal(8, notices[0].Limit);
    }

    [Fact]
    public async Task Send_MountAnswers500_IsTakenForNo()
    {
        _host.Then(500);
        var request = ScriptedHost.Request(HttpMethod.Post, RegistryOperation.UploadStart);
        request.RequestUri = new Uri("https://registry.test/v2/app/blobs/uploads/?mount=sha256:0&from=other");
        Assert.Equal(HttpStatusCode.InternalServerError, (await RunAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Send_BindleServersOwnError_IsTakenAtItsWord()
    {
        _host.Then(() => new HttpResponseMessage(HttpStatusCode.InternalServerError)
        {
            Content = new StringContent("error = \"cannot read parcel\"", null, "application/toml"),
        });
        Assert.Equal(
            "error = \"cannot read parcel\"",
            await (await RunAsync(ScriptedHost.Request(HttpMethod.Get))).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("300", 2)]
    [InlineData("301", 1)]
    [InlineData("99999999999999999999", 1)]
    public async Task Send_WaitLongerThanGranted_IsGivenUpAtOnce(string seconds, int times)
    {
        _host.Then(429, ("Retry-After", seconds));
        var request = ScriptedHost.Request(HttpMethod.Get, RegistryOperation.BlobLook);
        await RunAsync(request);

        Assert.Equal(times, _host.Arrivals.Count);
        Assert.Equal(times == 1, request.Options.TryGetValue(RegistryRequestKeys.GivenUp, out _));
    }

    [Fact]
    public async Task Send_BusyHost_IsWaitedForByAllItsRequestsAndNoOthers()
    {
        var invoker = Invoker(new ResilienceOptions());
        _host.Then(429, ("Retry-After", "60"));
        var first = invoker.SendAsync(ScriptedHost.Request(HttpMethod.Get), default);
        var second = invoker.SendAsync(ScriptedHost.Request(HttpMethod.Get), default);
        var other = invoker.SendAsync(ScriptedHost.Request(HttpMethod.Get, host: "other.test"), default);

        Assert.Equal(HttpStatusCode.OK, (await other).StatusCode);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(2, _host.Arrivals.Count);
        Assert.False(second.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(first, second);
        Assert.Equal(4, _host.Arrivals.Count);
    }

    [Fact]
    public async Task Send_BrokenUploads_MakeTheNextWait()
    {
        var invoker = Invoker(new ResilienceOptions { Jitter = () => 1 });
        _host.Then(502).Then(502);
        for (var upload = 0; upload < 2; upload++)
        {
            await invoker.SendAsync(ScriptedHost.Request(HttpMethod.Put, RegistryOperation.UploadWhole), default);
        }

        var start = invoker.SendAsync(ScriptedHost.Request(HttpMethod.Post, RegistryOperation.UploadStart), default);
        Assert.Equal(2, _host.Arrivals.Count);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await start;
    }

    [Fact]
    public async Task Send_Stopped_EndsTheWait()
    {
        using var stop = new CancellationTokenSource();
        _host.Then(429, ("Retry-After", "60"));
        var sending = Invoker(new ResilienceOptions()).SendAsync(ScriptedHost.Request(HttpMethod.Get), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public void Create_OptionsOutOfBounds_AreRefused()
    {
        ResilienceOptions[] wrong =
        [
            new() { Concurrency = 0 },
            new() { Retries = -1 },
            new() { RetryMaxWait = TimeSpan.Zero },
            new() { BytesPerSecond = 0 },
            new() { RequestsPerSecond = double.NaN },
        ];
        Assert.All(wrong, options => Assert.Throws<ArgumentOutOfRangeException>(
            () => ResilientHandler.Create(_host, options, _clock)));
    }

    public void Dispose() => _host.Dispose();

    private HttpMessageInvoker Invoker(ResilienceOptions options) =>
        new(ResilientHandler.Create(_host, options, _clock));

    private async Task<HttpResponseMessage> RunAsync(HttpRequestMessage request, ResilienceOptions? options = null)
    {
        var sending = Invoker(options ?? new ResilienceOptions()).SendAsync(request, default);
        while (!sending.IsCompleted)
        {
            // Steps that each wait is a multiple of.
            _clock.Advance(TimeSpan.FromMilliseconds(62.5));
            await Task.Yield();
        }

        return await sending;
    }
}
