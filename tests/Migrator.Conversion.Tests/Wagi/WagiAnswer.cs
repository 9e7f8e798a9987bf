using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>What the real Wagi 0.8.1 answered to one request.</summary>
internal sealed record WagiAnswer(
    string Path,
    string Query,
    int Status,
    string? Who,
    ImmutableArray<string> Arguments,
    ImmutableArray<string> Files,
    bool IsWagiItself)
{
    public static IEnumerable<WagiAnswer> Read(string file) => File.ReadLines(file).Select(Parse);

    /// <summary>A file as the modules of the golden apps print it: path, length and FNV-1a.</summary>
    public static string Describe(string path, byte[] bytes)
    {
        var hash = bytes.Aggregate(2166136261u, (hash, value) => (hash ^ value) * 16777619u);
        return string.Create(CultureInfo.InvariantCulture, $"/{path} {bytes.Length} {hash:x8}");
    }

    private static WagiAnswer Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var request = json.RootElement.GetProperty("request").GetString()!.Split('?');
        var body = json.RootElement.GetProperty("body").EnumerateArray().Select(text => text.GetString()!).ToList();
        return new WagiAnswer(
            request[0],
            request.Length > 1 ? request[1] : "",
            json.RootElement.GetProperty("status").GetInt32(),
            After(body, "who ").FirstOrDefault(),
            [.. After(body, "arg ")],
            [.. After(body, "file ")],
            body is ["OK"]);
    }

    private static IEnumerable<string> After(List<string> body, string start) =>
        body.Where(text => text.StartsWith(start, StringComparison.Ordinal)).Select(text => text[start.Length..]);
}
