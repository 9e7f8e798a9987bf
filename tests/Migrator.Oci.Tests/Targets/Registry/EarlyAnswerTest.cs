using System.Globalization;
using System.Net;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>
/// Registries that answer before a long body is read, and hang up (spec/oci-peers.md 6c, rows 9, 10, 19 and 53).
/// </summary>
public sealed class EarlyAnswerTest
{
    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";
    private const int Size = 24 * 1024 * 1024;
    private const int LongestTaken = 2 * 1024 * 1024;
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly byte[] Long = new byte[Size];
    private static readonly Descriptor LongBlob = Descriptor.Of(LayerType, Long);

    [Theory]
    [InlineData(413)]
    [InlineData(403)]
    public async Task PushBlobAsync_QuotaIsFull_IsRefusedAtOnce(int status)
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.UploadPut, Fault.AnswersEarly(
            () => Refusal(status, "DENIED", "adding 24 MiB exceeds the storage quota")));

        var fault = await Assert.ThrowsAsync<RegistryException>(
            () => hosted.Open().PushBlobAsync(LongBlob, Opener(Long), None));

        Assert.Equal(RegistryFailure.Refused, fault.Failure);
        Assert.Contains("A quota is used up", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, hosted.Host.Requests.CountOf(RequestKind.UploadPut));
        Assert.Equal(0, hosted.Host.Requests.Of(RequestKind.UploadPut)[0].BodyBytes);
        Assert.Equal(0, hosted.Host.OpenSessions);
    }

    [Fact]
    public async Task PushBlobAsync_ChunksAreTooLong_AreHalvedUntilTheyAreTaken()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnFirst(RequestKind.UploadPut, 2, Fault.CutUploadAfter(50_000));
        hosted.Host.Faults.When(
            request => request.Kind == RequestKind.UploadPatch && LengthOf(request) > LongestTaken,
            Fault.AnswersEarly(() => Refusal(413, "SIZE_INVALID", "body too long")),
            count: int.MaxValue);

        Assert.Equal(PushResult.Pushed, await hosted.Open().PushBlobAsync(LongBlob, Opener(Long), None));

        Assert.Equal(
            [8L << 20, 4L << 20, LongestTaken],
            hosted.Host.Requests.Of(RequestKind.UploadPatch).Take(3).Select(request => request.ContentLength!.Value));
    }

    /// <summary>Whether the body is asked for or not, the host hangs up in the middle of it.</summary>
    [Theory]
    [InlineData(429, false)]
    [InlineData(429, true)]
    [InlineData(413, true)]
    [InlineData(401, true)]
    public async Task Send_HostRefusesAndHangsUp_GivesItsAnswer(int status, bool isAskedFor)
    {
        await using var host = new RawHost(_ => (isAskedFor ? Continue : "")
            + $"HTTP/1.1 {status} No\r\nRetry-After: 7\r\nConnection: close\r\nContent-Length: 6\r\n\r\nslower");

        using var response = await PutAsync(host.Host);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
        Assert.Equal("slower", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Send_SuccessBeforeTheBodyIsThere_IsNotBelieved()
    {
        await using var host = new RawHost(
            _ => Continue + "HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

        await Assert.ThrowsAsync<HttpRequestException>(() => PutAsync(host.Host));
    }

    [Fact]
    public async Task Send_HostHangsUpWithoutAWord_IsAFault()
    {
        await using var host = new RawHost(_ => Continue);

        await Assert.ThrowsAsync<HttpRequestException>(() => PutAsync(host.Host));
    }

    [Fact]
    public async Task PushBlobAsync_RegistryWantsNoQuestions_SendsTheBody()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.When(
            request => request.Kind == RequestKind.UploadPut && request.Header("Expect") is not null,
            Fault.Status(417),
            count: int.MaxValue);

        Assert.Equal(PushResult.Pushed, await hosted.Open().PushBlobAsync(LongBlob, Opener(Long), None));
    }

    [Fact]
    public async Task PushBlobAsync_RefusedBeforeTheBody_SendsItOnce()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.On(RequestKind.UploadPut, Fault.AnswersEarly(
            () => Refusal(503, "UNAVAILABLE", "soon")));

        Assert.Equal(PushResult.Pushed, await hosted.Open().PushBlobAsync(LongBlob, Opener(Long), None));

        Assert.Equal([0, Size], hosted.Host.Requests.Of(RequestKind.UploadPut).Select(request => request.BodyBytes));
    }

    private static long LengthOf(ReceivedRequest request) =>
        long.Parse(request.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture);

    private static RegistryAnswer Refusal(int status, string code, string message) =>
        new RegistryAnswer(status).WithText(
            "application/json", $$"""{"errors":[{"code":"{{code}}","message":"{{message}}"}]}""");

    private static async Task<HttpResponseMessage> PutAsync(string host)
    {
        using var invoker = new HttpMessageInvoker(RegistryHandlers.Create(new RegistryConnection()));
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"http://{host}/v2/a/b/blobs/uploads/1"))
        {
            Content = new ByteArrayContent(Long),
        };
        var response = await invoker.SendAsync(request, None);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }
}
