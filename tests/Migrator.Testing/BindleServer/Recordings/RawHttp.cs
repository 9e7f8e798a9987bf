using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Migrator.Testing.BindleServer.Recordings;

/// <summary>Sends one HTTP/1.1 request as it was recorded, byte for byte, and reads the answer.</summary>
public static class RawHttp
{
    /// <summary>Sends.</summary>
    /// <param name="port">The port on the loopback address.</param>
    /// <param name="exchange">The request.</param>
    /// <returns>Status, headers and body; status null when no answer came.</returns>
    public static async Task<(int? Status, Dictionary<string, string> Headers, byte[] Body)> SendAsync(
        int port, RecordedExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        using var client = new TcpClient();
        await client.ConnectAsync(System.Net.IPAddress.Loopback, port);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(RequestOf(exchange));
        }
        catch (IOException)
        {
            // The server need not read all of what it refuses.
            return await ReadAsync(stream, exchange.Method == "HEAD");
        }

        if (exchange.SentBodyBytes is not null)
        {
            client.Client.LingerState = new LingerOption(true, 0);
            return (null, [], []);
        }

        return await ReadAsync(stream, exchange.Method == "HEAD");
    }

    private static byte[] RequestOf(RecordedExchange exchange)
    {
        var head = new StringBuilder($"{exchange.Method} {exchange.Path} {exchange.Version ?? "HTTP/1.1"}\r\n");
        var isChunked = false;
        foreach (var (name, value) in exchange.RequestHeaders)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            isChunked |= name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);
        }

        // One request a connection, so that an answer without a length has an end.
        head.Append(exchange.RequestHeaders.Any(
            header => header.Name.Equals("Connection", StringComparison.OrdinalIgnoreCase))
            ? "\r\n"
            : "Connection: close\r\n\r\n");
        var body = (exchange.RequestBody ?? default)
            .Span[..(exchange.SentBodyBytes ?? exchange.RequestBody?.Length ?? 0)];
        byte[] sent = isChunked
            ? [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8]
            : body.ToArray();
        return [.. Encoding.UTF8.GetBytes(head.ToString()), .. sent];
    }

    private static async Task<(int? Status, Dictionary<string, string> Headers, byte[] Body)> ReadAsync(
        NetworkStream stream, bool isHead)
    {
        var bytes = new List<byte>();
        var buffer = new byte[16 << 10];
        try
        {
            while (!IsWhole(bytes, isHead))
            {
                var read = await stream.ReadAsync(buffer);
                if (read == 0)
                {
                    break;
                }

                bytes.AddRange(buffer.AsSpan(0, read));
            }
        }
        catch (IOException)
        {
            // A connection that is reset ends what was read, as one that is closed does.
        }

        return Parse(bytes.ToArray());
    }

    private static bool IsWhole(List<byte> bytes, bool isHead)
    {
        var (status, headers, body) = Parse([.. bytes]);
        if (status == 100)
        {
            return false;
        }

        return status is not null && (isHead
            || (headers.TryGetValue("content-length", out var length)
                && body.Length >= long.Parse(length, CultureInfo.InvariantCulture)));
    }

    private static (int? Status, Dictionary<string, string> Headers, byte[] Body) Parse(byte[] bytes)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return (null, headers, []);
        }

        var lines = Encoding.UTF8.GetString(bytes, 0, end).Split("\r\n");
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        if (status == 100 && bytes.Length > end + 4)
        {
            return Parse(bytes[(end + 4)..]);
        }

        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim(' ');
        }

        var body = bytes[(end + 4)..];
        return (status, headers, headers.ContainsKey("transfer-encoding") ? Unchunk(body) : body);
    }

    private static byte[] Unchunk(byte[] body)
    {
        var whole = new List<byte>();
        var rest = body.AsSpan();
        for (int line; (line = rest.IndexOf("\r\n"u8)) > 0;)
        {
            var length = int.Parse(
                Encoding.ASCII.GetString(rest[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0 || rest.Length < line + 2 + length + 2)
            {
                break;
            }

            whole.AddRange(rest.Slice(line + 2, length));
            rest = rest[(line + 2 + length + 2)..];
        }

        return [.. whole];
    }
}
