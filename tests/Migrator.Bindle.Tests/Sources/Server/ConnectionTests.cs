using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Testing;
using Migrator.Testing.BindleServer;
using Migrator.Testing.Registries;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>Connections that are not made, and what is said of them; over sockets.</summary>
public sealed class ConnectionTests : IDisposable
{
    // The first frame of a server that speaks HTTP/2.
    private static readonly byte[] EmptySettings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData(403)]
    [InlineData(501)]
    [InlineData(503)]
    public async Task Read_ProxyRefusesTheTunnel_SaysSoWithoutItsPassword(int status)
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var refusing = AnswerAsync(
            proxy, Encoding.ASCII.GetBytes($"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n"));
        var address = new Uri($"http://mover:PROXY'PASS@{proxy.LocalEndpoint}");

        var refusal = await RefusalAsync(
            new BindleServerConnection { Proxy = new WebProxy(address) }, ServerSample.Options);
        await refusing;

        Assert.Contains("proxy", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"***@{proxy.LocalEndpoint}", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PASS", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("mover", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NobodyListens_SaysSoInSentences()
    {
        var refusal = await RefusalAsync(new BindleServerConnection(), Options($"http://{FreePort()}/v1"));

        Assert.Contains(". Check the address, and run again.", refusal.Message, StringComparison.Ordinal);
    }

    // What .NET makes of a connection that is not made in time; nobody stopped anything.
    [Fact]
    public async Task Read_NoConnectionInTime_IsATemporaryFailure()
    {
        var refusal = await ServerSample.RefusalAsync(new AnsweringHandler(_ => throw new TaskCanceledException(
            "The operation was canceled.", new TimeoutException("A connection could not be established."))));

        Assert.Contains("no connection was made in time. Check the address", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SourceFailure.Temporary, refusal.Failure);
    }

    [Fact]
    public async Task Read_Http2AtOnceFromAServerOfHttp1_AdvisesToLeaveItOut()
    {
        await using var server = await StartAsync();

        var refusal = await RefusalAsync(
            new BindleServerConnection(), Options(server.Url) with { PriorKnowledge = true });

        Assert.Contains("leave that out", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("want HTTP/2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Http1FromAServerOfHttp2_AdvisesHttp2()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var answering = AnswerAsync(server, EmptySettings);

        var refusal = await RefusalAsync(new BindleServerConnection(), Options($"http://{server.LocalEndpoint}/v1"));
        await answering;

        Assert.Contains("want HTTP/2 at once (--bindle-http2)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_UncheckedHostPointsToAnother_ChecksThatOne()
    {
        await using var other = await StartAsync();
        var elsewhere = other.TlsUrl.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        await using var server = await StartAsync(context =>
        {
            context.Response.Redirect(elsewhere);
            return Task.FromResult(true);
        });

        var refusal = await RefusalAsync(
            new BindleServerConnection { UncheckedHost = "127.0.0.1" }, Options(server.TlsUrl));

        Assert.Contains("No secure connection to https://localhost", refusal.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_AuthorityIsNamed_TrustsItsCertificatesAlone(bool isItsOwn)
    {
        using var other = new PrivateAuthority();
        await using var server = await StartAsync();
        var authority = isItsOwn ? server.Certificate : other.Root;

        var refusal = await RefusalAsync(
            new BindleServerConnection { Authorities = [authority] }, Options(server.TlsUrl));

        // The store is empty: what is refused is the bindle, or the connection.
        Assert.Equal(isItsOwn ? 1 : 0, server.Requests.Count);
        Assert.Equal(!isItsOwn, refusal.Message.StartsWith("No secure connection", StringComparison.Ordinal));
    }

    public void Dispose() => _temp.Dispose();

    private static BindleServerOptions Options(string url) => new() { Address = BindleServerAddress.Parse(url) };

    private static async Task<BindleSourceException> RefusalAsync(
        BindleServerConnection connection, BindleServerOptions options)
    {
        await using var source = new BindleServerSource(
            BindleServerHandlers.Create(connection), options, TimeProvider.System);
        return await Assert.ThrowsAsync<BindleSourceException>(() => source.OpenAsync(ServerSample.Id, default));
    }

    private static async Task AnswerAsync(TcpListener listener, byte[] answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        await stream.ReadAtLeastAsync(new byte[4096], 1);
        await stream.WriteAsync(answer);
    }

    private static EndPoint FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint;
    }

    private Task<BindleTestServer> StartAsync(Func<HttpContext, Task<bool>>? fault = null) =>
        BindleTestServer.StartAsync(new BindleServerSettings { Folder = _temp.Path, Fault = fault });
}
