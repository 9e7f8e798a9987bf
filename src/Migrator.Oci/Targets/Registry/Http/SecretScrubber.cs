using System.Collections.Concurrent;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>Takes secrets out of what a registry answers before it gets into a message.</summary>
internal sealed class SecretScrubber
{
    private const int MaxSecrets = 64;
    private const int ShortestSecret = 4;
    private const int KnownBy = 8;
    private const string Mask = "***";
    private readonly ConcurrentQueue<string> _secrets = new();

    /// <summary>Remembers a secret, also as it looks within an address; the oldest of many are forgotten.</summary>
    public void Add(string secret)
    {
        Remember(secret);
        Remember(Uri.EscapeDataString(secret));
    }

    /// <summary>What a registry says went wrong, without the secrets.</summary>
    public ErrorBody Clean(ErrorBody body) =>
        new(body.Code is null ? null : Clean(body.Code), Clean(body.Message));

    /// <summary>The text without the secrets.</summary>
    public string Clean(string text)
    {
        foreach (var secret in _secrets)
        {
            text = Without(text, secret);
        }

        return text;
    }

    private void Remember(string secret)
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

    // A text may have been cut off within a secret, so its beginning is taken out as well.
    private static string Without(string text, string secret)
    {
        var head = secret[..Math.Min(secret.Length, KnownBy)];
        for (var at = text.IndexOf(head, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(head, at + Mask.Length, StringComparison.Ordinal))
        {
            var length = text.AsSpan(at).CommonPrefixLength(secret);
            text = string.Concat(text.AsSpan(0, at), Mask, text.AsSpan(at + length));
        }

        return text;
    }
}
