using System.Collections.Concurrent;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>Takes secrets out of what a registry answers before it gets into a message.</summary>
internal sealed class SecretScrubber
{
    private const int MaxSecrets = 64;
    private const int ShortestSecret = 4;
    private readonly ConcurrentQueue<string> _secrets = new();

    /// <summary>Remembers a secret; the oldest of many are forgotten.</summary>
    public void Add(string secret)
    {
        if (secret.Length < ShortestSecret || _secrets.Contains(secret))
        {
            return;
        }

        _secrets.Enqueue(secret);
        while (_secrets.Count > MaxSecrets)
        {
            _secrets.TryDequeue(out _);
        }
    }

    /// <summary>The text without the secrets.</summary>
    public string Clean(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        return text;
    }
}
