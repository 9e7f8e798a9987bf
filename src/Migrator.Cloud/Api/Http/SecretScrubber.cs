using System.Collections.Concurrent;

namespace Migrator.Cloud.Api.Http;

/// <summary>Takes tokens and values out of what a server answers before it gets into a message.</summary>
internal sealed class SecretScrubber
{
    private const int ShortestSecret = 4;
    private readonly ConcurrentDictionary<string, bool> _secrets = new(StringComparer.Ordinal);

    /// <summary>Remembers a secret.</summary>
    public void Add(string secret)
    {
        if (secret.Length >= ShortestSecret)
        {
            _secrets.TryAdd(secret, true);
        }
    }

    /// <summary>The text without the secrets; one that holds another goes first.</summary>
    public string Clean(string text) => _secrets.Keys.OrderByDescending(secret => secret.Length).Aggregate(
        text, (clean, secret) => clean.Replace(secret, "***", StringComparison.Ordinal));
}
