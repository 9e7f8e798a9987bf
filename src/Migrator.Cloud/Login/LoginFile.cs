using System.Collections.Immutable;
using System.Text.Json;
using Migrator.Cloud.Api.Http;

namespace Migrator.Cloud.Login;

/// <summary>The form of a login file. What is not known of it is kept as it is.</summary>
internal static class LoginFile
{
    private static readonly string[] Known =
        ["url", "danger_accept_invalid_certs", "token", "refresh_token", "expiration", "bindle_url"];

    /// <summary>Reads a file; null when it is JSON of another purpose, as other tools keep beside it.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static CloudLogin? ReadOrNull(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var json = document.RootElement;
        if (json.ValueKind != JsonValueKind.Object
            || TextOrNull(json, "token") is not { Length: > 0 } token
            || !Uri.TryCreate(TextOrNull(json, "url"), UriKind.Absolute, out var url)
            || !CloudAddress.IsOne(url))
        {
            return null;
        }

        return new CloudLogin(url, token)
        {
            RefreshToken = TextOrNull(json, "refresh_token"),
            Expiration = TextOrNull(json, "expiration"),
            IsInsecure = json.TryGetProperty("danger_accept_invalid_certs", out var insecure)
                && insecure.ValueKind == JsonValueKind.True,
            BindleUrl = TextOrNull(json, "bindle_url"),
            Others = json.EnumerateObject()
                .Where(member => !Known.Contains(member.Name, StringComparer.Ordinal))
                .GroupBy(member => member.Name, member => member.Value, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(
                    member => member.Key, member => member.Last().Clone(), StringComparer.Ordinal),
        };
    }

    /// <summary>The bytes of a file.</summary>
    public static byte[] Write(CloudLogin login)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("url", login.Url.AbsoluteUri);
            json.WriteBoolean("danger_accept_invalid_certs", login.IsInsecure);
            json.WriteString("token", login.Token);
            WriteUnlessNull(json, "refresh_token", login.RefreshToken);
            WriteUnlessNull(json, "expiration", login.Expiration);
            WriteUnlessNull(json, "bindle_url", login.BindleUrl);
            foreach (var (name, value) in login.Others)
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private static void WriteUnlessNull(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string? TextOrNull(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
