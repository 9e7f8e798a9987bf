using System.Text;
using System.Text.Json.Nodes;

namespace Migrator.Testing.BindleServer;

/// <summary>What the server says, before it is put into HTTP.</summary>
/// <param name="Status">The status.</param>
/// <param name="ContentType">The content type as it is sent; null for none.</param>
/// <param name="Body">The body.</param>
internal sealed record BindleAnswer(int Status, string? ContentType, ReadOnlyMemory<byte> Body)
{
    private const string Toml = "application/toml";

    /// <summary>The declared length, when it is not the body's.</summary>
    public long? DeclaredLength { get; init; }

    /// <summary>A file whose bytes are the body, up to the declared length; null for <see cref="Body"/>.</summary>
    public string? File { get; init; }

    /// <summary>Whether the connection is closed without an answer.</summary>
    public bool IsAbort { get; init; }

    /// <summary>Whether HEAD keeps status and length, because no handler was reached.</summary>
    public bool IsOfRouting { get; init; }

    public static BindleAnswer Abort { get; } = Empty(200) with { IsAbort = true };

    public static BindleAnswer NotFound { get; } =
        Error(404, "resource not found: if an item does not appear in our records, it does not exist!");

    public static BindleAnswer Exists { get; } = Error(409, "resource already exists");

    public static BindleAnswer BadId { get; } = Error(400, "invalid ID given");

    public static BindleAnswer Yanked { get; } = Error(403, "bindle is yanked");

    public static BindleAnswer Internal { get; } = Error(500, "resource could not be loaded");

    public static BindleAnswer Malformed { get; } = Error(400, "resource is malformed");

    public static BindleAnswer BadUrl { get; } =
        Error(400, "Invalid URL. Missing Bindle ID and/or parcel SHA") with { IsOfRouting = true };

    public static BindleAnswer BadQuery { get; } = Text(400, "Invalid query string");

    public static BindleAnswer WrongMethod { get; } = Text(405, "HTTP method not allowed");

    public static BindleAnswer Empty(int status) => new(status, null, default) { IsOfRouting = true };

    public static BindleAnswer Error(int status, string text) => Of(status, new JsonObject { ["error"] = text }, "");

    public static BindleAnswer Message(string text, string accept) =>
        Of(200, new JsonObject { ["message"] = text }, accept);

    public static BindleAnswer Text(int status, string text) =>
        new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text)) { IsOfRouting = true };

    /// <summary>Data as TOML or JSON, whichever is asked for (spec/bindle.md 5.5).</summary>
    public static BindleAnswer Of(int status, JsonObject data, string accept)
    {
        if (WantsJson(accept))
        {
            return new BindleAnswer(status, "application/json", Encoding.UTF8.GetBytes(data.ToJsonString()));
        }

        // What cannot be written becomes nothing at all (golden/bindle-server, difference 1).
        return BindleData.ToToml(data) is { } text
            ? new BindleAnswer(status, Toml, Encoding.UTF8.GetBytes(text))
            : new BindleAnswer(status, null, default);
    }

    private static bool WantsJson(string accept) => accept.Split(',')
        .Select(part => part.Split(';')[0].Trim())
        .Where(type => type.Count(c => c == '/') == 1 && !type.StartsWith('/') && !type.EndsWith('/'))
        .Select(type => type[(type.IndexOf('/', StringComparison.Ordinal) + 1)..].Split('+')[0].ToLowerInvariant())
        .FirstOrDefault(subtype => subtype is "toml" or "json") == "json";
}
