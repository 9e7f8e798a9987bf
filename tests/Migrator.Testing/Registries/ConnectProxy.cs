using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Migrator.Testing.Registries;

/// <summary>
/// A proxy on a loopback port that makes tunnels (CONNECT). Whatever host is asked for, they lead to one port of this
/// machine.
/// </summary>
public sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _heads = new();
    private readonly ConcurrentBag<Task> _tunnels = [];
    private readonly int _port;
    private readonly string? _login;
    private readonly Task _serving;

    /// <summary>Starts to listen.</summary>
    /// <param name="port">The port that tunnels lead to.</param>
    /// <param name="login">The <c>USER:PASSWORD</c> that is asked for; null for none.</param>
    public ConnectProxy(int port, string? login = null)
    {
        _port = port;
        _login = login is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(login));
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where it listens: <c>127.0.0.1:PORT</c>.</summary>
    public string Host =>
        "127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>The heads of all requests so far.</summary>
    public IReadOnlyCollection<string> Heads => _heads;

    /// <summary>Stops listening and closes all tunnels.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        await Task.WhenAll(_tunnels);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _tunnels.Add(TunnelAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
            return;
        }
    }

    private async Task TunnelAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var near = client.GetStream();
                if (await RequestHead.ReadOrNullAsync(near, _stop.Token) is not { } head)
                {
                    return;
                }

                _heads.Enqueue(head);
                if (RefusalOrNull(head) is { } refusal)
                {
                    await WriteAsync(near, refusal + "\r\nContent-Length: 0\r\nConnection: close");
                    return;
                }

                using var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
                await WriteAsync(near, "HTTP/1.1 200 Connection established");
                await PumpAsync(near, server.GetStream());
            }
            catch (Exception ended) when (ended is IOException or OperationCanceledException)
            {
                // One of both sides left.
                return;
            }
        }
    }

    private string? RefusalOrNull(string head) => head switch
    {
        _ when !head.StartsWith("CONNECT ", StringComparison.Ordinal) => "HTTP/1.1 405 Method Not Allowed",
        _ when _login is not null && !head.Contains(_login, StringComparison.Ordinal) =>
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"tests\"",
        _ => null,
    };

    private Task WriteAsync(NetworkStream stream, string head) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(head + "\r\n\r\n"), _stop.Token).AsTask();

    private Task PumpAsync(NetworkStream near, NetworkStream far) =>
        Task.WhenAny(near.CopyToAsync(far, _stop.Token), far.CopyToAsync(near, _stop.Token));
}
