using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Migrator.StandIn.Http;

/// <summary>
/// One port of the loopback address. It is taken at once; requests that come before the server runs wait in line.
/// </summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Task _started;

    /// <summary>Takes a port and starts to listen.</summary>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="serve">Serves a request.</param>
    internal LoopbackListener(int port, RequestDelegate serve)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }

        Port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        _server = Build(socket);
        _server.Run(serve);
        _started = _server.StartAsync();
    }

    /// <summary>The port.</summary>
    internal int Port { get; }

    /// <summary>Done when it listens.</summary>
    internal Task Started => _started;

    public async ValueTask DisposeAsync()
    {
        await _started;
        using (var stop = new CancellationTokenSource())
        {
            // No grace: whoever still waits for an answer gets none.
            await stop.CancelAsync();
            await _server.StopAsync(stop.Token);
        }

        await _server.DisposeAsync();
    }

    private static WebApplication Build(Socket socket)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure)
            .UseSockets(transport => transport.CreateBoundListenSocket = _ => socket);
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        return builder.Build();
    }

    private static void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(IPAddress.Loopback, 0);
    }

    // Whoever started the stand-in stops it; it must not listen to Ctrl-C.
    private sealed class QuietLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
