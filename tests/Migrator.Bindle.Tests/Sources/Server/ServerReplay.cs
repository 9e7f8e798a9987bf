using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Toml;
using Migrator.Testing;
using Migrator.Testing.BindleServer;
using Migrator.Testing.BindleServer.Recordings;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>Sends the requests of one recording to the server of the tests, and holds its answers against it.</summary>
internal sealed class ServerReplay(Recording recording) : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly HttpMessageInvoker _http = new(
        BindleServerHandlers.Create(new BindleServerConnection { UncheckedHost = "127.0.0.1" }));

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        await UnpackStoreAsync();
        await using var server = await BindleTestServer.StartAsync(SettingsOf());
        var differences = new List<string>();
        foreach (var step in recording.Steps)
        {
            if (step is RecordedAction action)
            {
                Act(action, server);
            }
            else if (step is RecordedExchange exchange
                && await CompareAsync(server, exchange) is { } difference)
            {
                var request = $"{exchange.Method} {Short(exchange.Path)}";
                differences.Add($"{exchange.Place} | {exchange.Title} | {request} | {difference}");
            }
        }

        return differences;
    }

    public void Dispose()
    {
        _http.Dispose();
        _temp.Dispose();
    }

    // Most recordings begin with an empty store; those of damaged stores have theirs beside them.
    private async Task UnpackStoreAsync()
    {
        var folder = Path.GetDirectoryName(SharedData.Combine("golden", "bindle-server", recording.Name))!;
        if (File.Exists(Path.Combine(folder, "store.tar.gz")))
        {
            await Tool.RunAsync("tar", "xzf", Path.Combine(folder, "store.tar.gz"), "-C", _temp.Path);
        }
    }

    private BindleServerSettings SettingsOf()
    {
        string File(string option, string folder)
        {
            var name = recording.Arguments[recording.Arguments.ToList().IndexOf(option) + 1].Split('/')[^1];
            return System.IO.File.ReadAllText(SharedData.Combine("golden", "bindle-server", "signing", folder, name));
        }

        return new BindleServerSettings
        {
            Folder = _temp.Combine("store"),
            IsEmbedded = !recording.IsOfFiles,
            SigningKeys = File("--signing-keys", "keys"),
            Keyring = File("--keyring", "keyrings"),
            Users = recording.Arguments.Contains("--htpasswd-file") ? UsersOf() : null,
        };
    }

    // The passwords stand in no file; whoever was let in once is a user.
    private HashSet<string> UsersOf() =>
    [
        .. recording.Exchanges
            .Where(exchange => exchange.Status is not 401 && exchange.Path.StartsWith("/v1/", StringComparison.Ordinal))
            .Select(exchange => exchange.RequestHeaders.FirstOrDefault(
                header => header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).Value)
            .Where(value => value?.StartsWith("Basic ", StringComparison.Ordinal) == true)
            .Select(value => Decode(value["Basic ".Length..]))
            .OfType<string>(),
    ];

    private static string? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }

    private void Act(RecordedAction action, BindleTestServer server)
    {
        string PathOf(string name) =>
            _temp.Combine(action.Data.GetProperty(name).GetString()!.Replace("<dir>/", "", StringComparison.Ordinal));

        switch (action.Kind)
        {
            case "write-file":
                Directory.CreateDirectory(Path.GetDirectoryName(PathOf("path"))!);
                File.WriteAllText(PathOf("path"), action.Data.GetProperty("content").GetString());
                break;
            case "delete-file":
                File.Delete(PathOf("path"));
                break;
            case "delete-directory":
                Directory.Delete(PathOf("path"), recursive: true);
                break;
            case "make-directory":
                Directory.CreateDirectory(PathOf("path"));
                break;
            case "copy-directory":
                Directory.CreateDirectory(PathOf("path"));
                File.Copy(Path.Combine(PathOf("source"), "invoice.toml"), Path.Combine(PathOf("path"), "invoice.toml"));
                break;
            case "restart-server":
                server.Restart();
                break;
        }
    }

    private async Task<string?> CompareAsync(BindleTestServer server, RecordedExchange exchange)
    {
        if (exchange.SentBodyBytes is not null)
        {
            await RawHttp.SendAsync(new Uri(server.Url).Port, exchange);
            return null;
        }

        var (status, headers, body) = await SendAsync(server, exchange);
        var isUnfinished = headers.TryGetValue("content-length", out var length) && body.Length < long.Parse(length);
        if (exchange.IsIncomplete || (exchange.Status is null && isUnfinished))
        {
            // How much of an unfinished answer arrives is a matter of timing (golden/bindle-server, difference 9).
            return exchange.IsIncomplete && status is not (null or 200) ? $"unfinished, got {status}" : null;
        }

        if (status != exchange.Status)
        {
            return $"expected {exchange.Status} {Short(exchange.Text)}, got {status} "
                + Short(Encoding.UTF8.GetString(body));
        }

        var type = headers.GetValueOrDefault("content-type");
        return type != exchange.Header("content-type")
            ? $"expected type {exchange.Header("content-type")}, got {type}"
            : CompareBodies(exchange, type, body);
    }

    private static string? CompareBodies(RecordedExchange exchange, string? type, byte[] body)
    {
        if (body.AsSpan().SequenceEqual(exchange.Body.Span))
        {
            return null;
        }

        if (ParserPrefix(exchange.Text) is { } prefix && ParserPrefix(Encoding.UTF8.GetString(body)) == prefix)
        {
            // The words of the parser are its own.
            return null;
        }

        var isData = type is "application/toml" or "application/json";
        var (expected, actual) = isData ? (DataOf(type!, exchange.Body), DataOf(type!, body)) : (null, null);
        return expected is not null && JsonNode.DeepEquals(expected, actual)
            ? null
            : $"expected {Short(expected?.ToJsonString() ?? exchange.Text)}, got "
                + Short(actual?.ToJsonString() ?? Encoding.UTF8.GetString(body));
    }

    private static string? ParserPrefix(string text)
    {
        var end = text.IndexOf(" deserialize error: ", StringComparison.Ordinal);
        return end < 0 ? null : text[..end].Replace("\"error\"", "error", StringComparison.Ordinal);
    }

    // Null is as absent; the time of the host's signature is not its content.
    private static JsonNode? DataOf(string type, ReadOnlyMemory<byte> body) => Normalised(type == "application/json"
        ? JsonNode.Parse(body.Span)
        : TomlDocument.Read(body, TomlRepeatedKeys.KeepLast).Root is { } root ? From(root) : null);

    private static JsonNode? Normalised(JsonNode? node) => node switch
    {
        JsonObject table => new JsonObject(table
            .Where(entry => entry.Value is not null && !(entry.Key == "at" && table["role"]?.ToString() == "host"))
            .Select(entry => KeyValuePair.Create(entry.Key, Normalised(entry.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Normalised)]),
        _ => node?.DeepClone(),
    };

    private static JsonNode From(TomlNode node) => node switch
    {
        TomlTable table => new JsonObject(
            table.Entries.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)From(entry.Value)))),
        TomlArray array => new JsonArray([.. array.Items.Select(From)]),
        TomlString text => JsonValue.Create(text.Value),
        TomlInteger integer => JsonValue.Create(integer.Value),
        TomlBoolean boolean => JsonValue.Create(boolean.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private Task<(int? Status, Dictionary<string, string> Headers, byte[] Body)> SendAsync(
        BindleTestServer server, RecordedExchange exchange)
    {
        var isTls = recording.Name.Contains("tls", StringComparison.Ordinal);
        var isPlain = exchange.Title.Contains("plain HTTP", StringComparison.Ordinal);
        return (isTls && !isPlain) || recording.Name.Contains("http2", StringComparison.Ordinal)
            ? SendByClientAsync(server, exchange, isTls)
            : RawHttp.SendAsync(new Uri(isPlain ? server.TlsUrl : server.Url).Port, exchange);
    }

    private async Task<(int? Status, Dictionary<string, string> Headers, byte[] Body)> SendByClientAsync(
        BindleTestServer server, RecordedExchange exchange, bool isTls)
    {
        var origin = new Uri(isTls ? server.TlsUrl : server.Http2Url).GetLeftPart(UriPartial.Authority);
        using var request = new HttpRequestMessage(new HttpMethod(exchange.Method), origin + exchange.Path)
        {
            Version = isTls && exchange.Version is null or "HTTP/1.1" ? HttpVersion.Version11 : HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = exchange.RequestBody is { } body ? new ReadOnlyMemoryContent(body) : null,
        };
        foreach (var (name, value) in exchange.RequestHeaders)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await _http.SendAsync(request, CancellationToken.None);
        var headers = response.Content.Headers.NonValidated.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return ((int)response.StatusCode, headers, await response.Content.ReadAsByteArrayAsync());
    }

    private static string Short(string text) =>
        text.Length > 160 ? text[..160].ReplaceLineEndings(" ") + "…" : text.ReplaceLineEndings(" ");
}
