using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Migrator.Cloud.Api.Http;

/// <summary>Takes tokens and values out of what a server answers before it gets into a message.</summary>
internal sealed class SecretScrubber
{
    private const int ShortestSecret = 4;

    // A shorter one can stand in a document by chance; texts are still told without it.
    private const int ShortestTellingToken = 12;
    private readonly ConcurrentDictionary<string, bool> _secrets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _tokens = new(StringComparer.Ordinal);

    /// <summary>Remembers a secret, in every form that servers are known to write texts in.</summary>
    public void Add(string secret)
    {
        if (secret.Length >= ShortestSecret && _secrets.TryAdd(secret, true))
        {
            _secrets.TryAdd(Uri.EscapeDataString(secret), true);
            _secrets.TryAdd(HtmlEncoder.Default.Encode(secret), true);
            _secrets.TryAdd(JsonEncodedText.Encode(secret).Value, true);
        }
    }

    /// <summary>Remembers a token, which no document of a cloud has in it.</summary>
    public void AddToken(string token)
    {
        Add(token);
        if (token.Length >= ShortestTellingToken)
        {
            _tokens.TryAdd(token, true);
        }
    }

    /// <summary>The text without the secrets, in whatever case; one that holds another goes first.</summary>
    public string Clean(string text) => _secrets.Keys.OrderByDescending(secret => secret.Length).Aggregate(
        text, (clean, secret) => clean.Replace(secret, "***", StringComparison.OrdinalIgnoreCase));

    /// <summary>An exception that can be shown as the cause of another; null when it quotes a secret.</summary>
    public Exception? CauseOrNull(Exception? cause) =>
        cause?.ToString() is { } text && Clean(text) != text ? null : cause;

    /// <summary>Whether a document has a token in it, in a name or a text, escaped or not.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public bool IsTokenIn(ReadOnlySpan<byte> document)
    {
        string[] tokens = [.. _tokens.Keys];
        var reader = new Utf8JsonReader(document);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName
                && TextOf(ref reader) is { } text
                && tokens.Any(token => text.Contains(token, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a character: no text, so none that could be told.
            return "";
        }
    }
}
