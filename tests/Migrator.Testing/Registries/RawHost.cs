using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Migrator.Testing.Registries;

/// <summary>
/// Answers each request to a loopback port with text of the test's own, byte for byte, and closes the connection: what
/// no web server can be made to send.
/// </summary>
public sealed class RawHost : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, string> _answer;
    private readonly Task _serving;

    /// <summary>Starts to listen.</summary>
    /// <param name="answer">Makes the answer of the head of a request.</param>
    public RawHost(Func<string, string> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where it listens: <c>localhost:PORT</c>.</summary>
    public string Host =>
        "localhost:" + ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(connection.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
            return;
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        try
        {
            if (await RequestHead.ReadOrNullAsync(stream, _stop.Token) is { } head)
            {
                await stream.WriteAsync(Encoding.Latin1.GetBytes(_answer(head)), _stop.Token);
            }
        }
        catch (IOException)
        {
            // The client hung up.
            return;
        }
    }
}
