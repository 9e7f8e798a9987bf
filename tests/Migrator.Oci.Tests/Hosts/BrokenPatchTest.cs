using System.Net;
using System.Net.Sockets;
using System.Text;
using Migrator.Testing.Registries;

namespace Migrator.Oci.Tests.Hosts;

/// <summary>
/// What a registry makes of a PATCH whose connection breaks: the real one, and those that are played.
/// </summary>
public sealed class BrokenPatchTest
{
    private static readonly byte[] Blob = new byte[300_000];

    [Fact]
    public async Task Distribution28_RealAndPlayed_LoseTheUpload()
    {
        await using var real = await RegistryProcess.StartAsync();
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.Distribution28);
        foreach (var address in new[] { real.Address, host.Address })
        {
            using var client = new HostClient(address);
            var location = await client.BeginAsync();
            await BreakPatchAsync(address, location, address == host.Address ? host : null);
            using var first = await EventuallyAsync(() => client.SendAsync("GET", location), HttpStatusCode.NotFound);
            var body = await first.Content.ReadAsStringAsync();
            Assert.True(
                body.Contains("BLOB_UPLOAD_INVALID", StringComparison.Ordinal),
                $"{address}: {first} {body}\n{host.Requests}");
            using var second = await client.SendAsync("DELETE", location);
            Assert.Equal(HttpStatusCode.NotFound, second.StatusCode);
        }

        Assert.Equal(0, host.OpenSessions);
    }

    [Fact]
    public async Task Distribution3_GoesOnWhereItStopped()
    {
        await using var host = await RegistryHost.StartAsync();
        using var client = new HostClient(host);
        host.Faults.On(RequestKind.UploadPatch, Fault.CutUploadAfter(1000));
        var location = await client.BeginAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.PatchAsync(location, Blob, 0));
        using var status = await client.SendAsync("GET", location);
        Assert.Equal("0-999", HostClient.HeaderOf(status, "Range"));
        using var wrong = await client.PatchAsync(HostClient.LocationOf(status), Blob[999..], 999);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, wrong.StatusCode);
        using var rest = await client.PatchAsync(HostClient.LocationOf(status), Blob[1000..], 1000);
        using var end = await client.CommitAsync(HostClient.LocationOf(rest), HostClient.DigestOf(Blob));
        Assert.Equal(HttpStatusCode.Created, end.StatusCode);
        Assert.Equal(0, host.OpenSessions);
    }

    [Fact]
    public async Task Zot_ForgetsTheSession()
    {
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.Zot);
        using var client = new HostClient(host);
        host.Faults.On(RequestKind.UploadPatch, Fault.CutUploadAfter(1000));
        var location = await client.BeginAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.PatchAsync(location, Blob, 0));
        using var status = await client.SendAsync("GET", location);
        Assert.Equal(HttpStatusCode.NotFound, status.StatusCode);
        Assert.Equal(0, host.OpenSessions);
    }

    // A client that dies: half of the body, then the connection ends.
    private static async Task BreakPatchAsync(Uri address, string location, RegistryHost? host)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        var head = $"PATCH {new Uri(location).PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\n"
            + $"Content-Type: application/octet-stream\r\nContent-Length: {Blob.Length}\r\n\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await socket.GetStream().WriteAsync(Blob.AsMemory(0, Blob.Length / 2));

        // The host in this process forgets what it has not read yet when the connection ends.
        while (host?.Requests.Of(RequestKind.UploadPatch) is [] or [{ BodyBytes: 0 }])
        {
            await Task.Yield();
        }
    }

    // The registry notices the end of a connection in its own time.
    private static async Task<HttpResponseMessage> EventuallyAsync(
        Func<Task<HttpResponseMessage>> ask,
        HttpStatusCode expected)
    {
        for (var left = 1000; ; left--)
        {
            var answer = await ask();
            if (answer.StatusCode == expected || left == 0)
            {
                return answer;
            }

            answer.Dispose();
            await Task.Yield();
        }
    }
}
