using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Migrator.Testing.BindleServer.Recordings;

/// <summary>One file of recorded exchanges, read in place.</summary>
/// <param name="Name">The file's path below golden/bindle-server.</param>
/// <param name="Arguments">The arguments of the real server.</param>
/// <param name="Steps">The lines in order.</param>
public sealed partial record Recording(string Name, IReadOnlyList<string> Arguments, IReadOnlyList<RecordedStep> Steps)
{
    /// <summary>Whether the real server kept its store in files.</summary>
    public bool IsOfFiles => !Arguments.Contains("--use-embedded-db");

    /// <summary>The exchanges.</summary>
    public IEnumerable<RecordedExchange> Exchanges => Steps.OfType<RecordedExchange>();

    /// <summary>The recordings of a folder below golden/bindle-server, by name; none without that data.</summary>
    /// <param name="folder">The folder: <c>exchanges</c>, <c>clients</c> or <c>stores/damaged</c>.</param>
    public static IReadOnlyList<string> NamesIn(string folder)
    {
        var root = SharedData.Combine("golden", "bindle-server");
        var path = Path.Combine(root, folder);
        return Directory.Exists(path)
            ? [
                .. Directory.GetFiles(path, "*.jsonl", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
                    .Order(StringComparer.Ordinal),
            ]
            : [];
    }

    /// <summary>Reads a file.</summary>
    /// <param name="name">One of <see cref="NamesIn"/>.</param>
    public static Recording Read(string name)
    {
        var lines = File.ReadAllLines(SharedData.Combine("golden", "bindle-server", name));
        using var head = JsonDocument.Parse(lines[0]);
        string[] arguments = head.RootElement.TryGetProperty("server", out var server)
            && server.TryGetProperty("args", out var args)
                ? [.. args.EnumerateArray().Select(argument => argument.GetString()!)]
                : [];
        var steps = lines.Index().Select(line => ReadLine(line.Item, $"{name}:{line.Index + 1}"))
            .OfType<RecordedStep>();
        return new Recording(name, arguments, [.. steps]);
    }

    private static RecordedStep? ReadLine(string line, string place)
    {
        if (line.Length == 0)
        {
            return null;
        }

        var root = JsonDocument.Parse(line).RootElement;
        var title = $"{Text(root, "scenario")} / {Text(root, "step")}";
        if (root.TryGetProperty("action", out var action))
        {
            return new RecordedAction { Place = place, Title = title, Kind = Text(action, "kind")!, Data = action };
        }

        return root.TryGetProperty("request", out var request)
            ? ReadExchange(request, root.GetProperty("response"), place, title)
            : null;
    }

    private static RecordedExchange ReadExchange(
        JsonElement request, JsonElement response, string place, string title) =>
        new()
        {
            Place = place,
            Title = title,
            Method = Text(request, "method")!,
            Path = Expand(Text(request, "path")!),
            RequestHeaders = HeadersOf(request),
            RequestBody = BodyOf(request) is { } sentBody ? sentBody : default(ReadOnlyMemory<byte>?),
            Version = Text(request, "version"),
            SentBodyBytes = request.TryGetProperty("sentBodyBytes", out var sent) ? sent.GetInt32() : null,
            Status = response.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Number
                ? status.GetInt32()
                : null,
            Headers = HeadersOf(response),
            Body = BodyOf(response) ?? [],
            IsIncomplete = response.TryGetProperty("incomplete", out var incomplete) && incomplete.GetBoolean(),
        };

    private static IReadOnlyList<(string Name, string Value)> HeadersOf(JsonElement part) =>
        part.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Array
            ? [.. headers.EnumerateArray().Select(pair => (Expand(pair[0].GetString()!), Expand(pair[1].GetString()!)))]
            : [];

    private static byte[]? BodyOf(JsonElement part)
    {
        if (Text(part, "bodyBase64") is { } base64)
        {
            return Convert.FromBase64String(base64);
        }

        return Text(part, "body") is { } text ? Encoding.UTF8.GetBytes(Expand(text)) : null;
    }

    private static string? Text(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Expand(string text) => text.Contains(" x '", StringComparison.Ordinal)
        ? Repeated().Replace(
            text,
            match => new string(
                match.Groups[2].Value[0], int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)))
        : text;

    [GeneratedRegex("<([0-9]+) x '(.)'>")]
    private static partial Regex Repeated();
}
