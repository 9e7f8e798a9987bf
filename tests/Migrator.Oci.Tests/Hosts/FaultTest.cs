using System.Net;
using Migrator.Testing.Registries;
using static Migrator.Oci.Tests.Hosts.HostClient;

namespace Migrator.Oci.Tests.Hosts;

/// <summary>Every scripted fault does what it says, seen by a bare client.</summary>
public sealed class FaultTest : IAsyncLifetime, IDisposable
{
    private static readonly byte[] Blob = "some content"u8.ToArray();
    private static readonly string Digest = DigestOf(Blob);
    private RegistryHost _host = null!;
    private HostClient _client = null!;

    public async Task InitializeAsync()
    {
        _host = await RegistryHost.StartAsync();
        _client = new HostClient(_host);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task On_Nth_OnlyThatOneMeetsIt()
    {
        _host.Faults.On(RequestKind.Ping, Fault.Status(503), nth: 2);
        Assert.Equal("200 503 200", await PingAsync(3));
        Assert.Equal([null, "503 UNKNOWN", null], _host.Requests.All.Select(request => request.Fault));
        Assert.Equal("Ping 3", _host.Requests.Summary());
    }

    [Fact]
    public async Task OnFirst_ThoseMeetIt()
    {
        _host.Faults.OnFirst(RequestKind.Ping, 2, Fault.Status(500));
        Assert.Equal("500 500 200", await PingAsync(3));
    }

    [Fact]
    public async Task Randomly_SameSeed_SameFaults()
    {
        var runs = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            _host.Faults.Clear();
            _host.Faults.Randomly(7, 0.5, Fault.Status(500), Fault.Status(502), Fault.Html(503));
            runs.Add(await PingAsync(20));
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.True(runs[0].Split(' ').Distinct().Count() > 2);
    }

    [Fact]
    public async Task Throttled_EveryForm_ShowsItsHint()
    {
        var now = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
        _host.Faults
            .On(RequestKind.Ping, Fault.Throttled(() => ThrottleForm.Header("7")), 1)
            .On(RequestKind.Ping, Fault.Throttled(() => ThrottleForm.Date(now, now.AddSeconds(9))), 2)
            .On(RequestKind.Ping, Fault.Throttled(() => ThrottleForm.InBody("10.48ms")), 3)
            .On(RequestKind.Ping, Fault.Throttled(), 4);
        using var seconds = await _client.SendAsync("GET", "v2/");
        Assert.Equal(("7", 429), (HeaderOf(seconds, "Retry-After"), (int)seconds.StatusCode));
        using var date = await _client.SendAsync("GET", "v2/");
        Assert.Equal(
            ("Wed, 02 Jan 2030 03:04:14 GMT", "Wed, 02 Jan 2030 03:04:05 GMT"),
            (HeaderOf(date, "Retry-After"), HeaderOf(date, "Date")));
        using var body = await _client.SendAsync("GET", "v2/");
        Assert.Contains("retry-after: 10.48ms", await body.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var bare = await _client.SendAsync("GET", "v2/");
        Assert.Null(HeaderOf(bare, "Retry-After"));
    }

    [Fact]
    public async Task Cut_NothingComes()
    {
        _host.Faults.On(RequestKind.UploadPost, Fault.Cut());
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.BeginAsync());
        Assert.Equal(0, _host.OpenSessions);
        Assert.Null(Assert.Single(_host.Requests.All).Status);
    }

    [Fact]
    public async Task DoneButCut_IsDone()
    {
        _host.Faults.On(RequestKind.UploadPut, Fault.DoneButCut());
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.PushAsync(Blob));
        Assert.Equal([Digest], _host.Repository("app").Blobs.Keys);
    }

    [Fact]
    public async Task DoneButSays_IsDone()
    {
        _host.Faults.On(RequestKind.UploadPut, Fault.DoneButSays(500));
        using var answer = await _client.CommitAsync(await _client.BeginAsync(), Digest, Blob);
        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Equal([Digest], _host.Repository("app").Blobs.Keys);
    }

    [Fact]
    public async Task SaysCreated_NothingIsThere()
    {
        _host.Faults.On(RequestKind.UploadPut, Fault.SaysCreated());
        await _client.PushAsync(Blob);
        Assert.Empty(_host.Repository("app").Blobs);
    }

    [Fact]
    public async Task CutAnswerAfter_BodyIsShort()
    {
        await _client.PushAsync(Blob);
        _host.Faults.On(RequestKind.BlobGet, Fault.CutAnswerAfter(4));
        using var answer = await _client.SendAsync("GET", $"v2/app/blobs/{Digest}");
        Assert.Equal(12, answer.Content.Headers.ContentLength);
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Bodies_AreSpoiled()
    {
        await _client.PushAsync(Blob);
        _host.Faults.On(RequestKind.BlobGet, Fault.WrongContent(), 1).On(RequestKind.BlobGet, Fault.Shortened(4), 2)
            .On(RequestKind.BlobGet, Fault.Drip(TimeSpan.Zero), 3);
        Assert.Equal("rome content", await GetAsync($"v2/app/blobs/{Digest}"));
        Assert.Equal("some", await GetAsync($"v2/app/blobs/{Digest}"));
        Assert.Equal("some content", await GetAsync($"v2/app/blobs/{Digest}"));
    }

    [Fact]
    public async Task EndlessBody_GoesOnUntilTheClientStops()
    {
        _host.Faults.On(RequestKind.TagsList, Fault.EndlessBody(200));
        using (var answer = await _client.SendAsync("GET", "v2/app/tags/list"))
        {
            await using var body = await answer.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[1_000_000]);
        }

        Assert.InRange(_host.EndlessBytes, 100_000, 50_000_000);
    }

    [Fact]
    public async Task HugeHeaders_AreRefusedByTheClient()
    {
        _host.Faults.On(RequestKind.Ping, Fault.HugeHeaders(200_000));
        await Assert.ThrowsAsync<HttpRequestException>(PingAsync);
    }

    [Fact]
    public async Task Hang_WaitsForTheGate()
    {
        var gate = new FaultGate();
        _host.Faults.On(RequestKind.Ping, Fault.Hang(gate));
        var ping = PingAsync();
        await gate.Entered;
        Assert.False(ping.IsCompleted);
        Assert.Equal(1, _host.Requests.InFlight);
        gate.Release();
        Assert.Equal(200, await ping);
    }

    [Fact]
    public async Task DoneThenHang_IsDoneBeforeTheGateOpens()
    {
        var gate = new FaultGate();
        _host.Faults.On(RequestKind.UploadPut, Fault.DoneThenHang(gate));
        var push = _client.PushAsync(Blob);
        await gate.Entered;
        Assert.Equal([Digest], _host.Repository("app").Blobs.Keys);
        gate.Release();
        await push;
    }

    [Fact]
    public async Task KeepsOnly_SaysSo()
    {
        _host.Faults.On(RequestKind.UploadPatch, Fault.KeepsOnly(5));
        using var first = await _client.PatchAsync(await _client.BeginAsync(), Blob, 0);
        Assert.Equal("0-4", HeaderOf(first, "Range"));
        using var rest = await _client.PatchAsync(LocationOf(first), Blob[5..], 5);
        using var end = await _client.CommitAsync(LocationOf(rest), Digest);
        Assert.Equal(201, (int)end.StatusCode);
    }

    [Fact]
    public async Task AcknowledgesOffset_Lies()
    {
        _host.Faults.On(RequestKind.UploadPatch, Fault.AcknowledgesOffset(100));
        using var answer = await _client.PatchAsync(await _client.BeginAsync(), Blob, 0);
        Assert.Equal("0-99", HeaderOf(answer, "Range"));
    }

    [Fact]
    public async Task Sessions_ExpireAndAreMixedUp()
    {
        var open = await _client.BeginAsync();
        _host.Faults.On(RequestKind.UploadPost, Fault.SessionOfAnother())
            .On(RequestKind.UploadPut, Fault.SessionExpired());
        Assert.Equal(open, await _client.BeginAsync());
        using var answer = await _client.CommitAsync(open, Digest, Blob);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Locations_AndDigests_AreWrong()
    {
        _host.Faults.On(RequestKind.UploadPost, Fault.Location("http://elsewhere.test/x"), 1)
            .On(RequestKind.UploadPost, Fault.Location(null), 2).On(RequestKind.UploadPut, Fault.WrongDigest());
        Assert.Equal("http://elsewhere.test/x", await _client.BeginAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => _client.BeginAsync());
        using var answer = await _client.CommitAsync(await _client.BeginAsync(), Digest, Blob);
        Assert.Equal("sha256:" + new string('0', 64), HeaderOf(answer, "Docker-Content-Digest"));
    }

    [Fact]
    public async Task Redirects_LeadInCirclesAndToStorage()
    {
        await _client.PushAsync(Blob);
        _host.Faults.On(RequestKind.BlobGet, Fault.RedirectLoop(), 1)
            .On(RequestKind.BlobGet, Fault.RedirectToStorage(), 2);
        using var loop = await _client.SendAsync("GET", $"v2/app/blobs/{Digest}");
        Assert.Equal(loop.RequestMessage!.RequestUri!.ToString(), LocationOf(loop));
        using var storage = await _client.SendAsync("GET", $"v2/app/blobs/{Digest}");
        Assert.StartsWith("http://127.0.0.1:", LocationOf(storage), StringComparison.Ordinal);
        Assert.Equal("some content", await GetAsync(LocationOf(storage)));
    }

    private async Task<int> PingAsync()
    {
        using var answer = await _client.SendAsync("GET", "v2/");
        return (int)answer.StatusCode;
    }

    private async Task<string> PingAsync(int times)
    {
        var statuses = new List<int>();
        for (var request = 0; request < times; request++)
        {
            statuses.Add(await PingAsync());
        }

        return string.Join(' ', statuses);
    }

    private async Task<string> GetAsync(string path)
    {
        using var answer = await _client.SendAsync("GET", path);
        return await answer.Content.ReadAsStringAsync();
    }
}
