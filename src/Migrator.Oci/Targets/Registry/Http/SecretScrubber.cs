using Migrator.Oci.Auth;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>Takes secrets out of what a registry answers before it gets into a message.</summary>
internal sealed class SecretScrubber
{
    // Each as it is and as it looks in an address; half of the room is for tokens that left the shelf and are on their
    // way still, and for the logins.
    private const int MaxSecrets = 4 * TokenShelf.MaxTokens;
    private const int ShortestSecret = 4;
    private const int KnownBy = 8;
    private const string Mask = "***";
    private readonly Lock _gate = new();
    private volatile string[] _secrets = [];

    /// <summary>
    /// Remembers a secret, also as it looks within an address. Of too many those are forgotten that were not told of
    /// for longest.
    /// </summary>
    public void Add(string secret)
    {
        Remember(secret);
        Remember(Uri.EscapeDataString(secret));
    }

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
        if (secret.Length < ShortestSecret)
        {
            return;
        }

        lock (_gate)
        {
            if (_secrets is not [.., var newest] || newest != secret)
            {
                _secrets = [.. _secrets.Where(known => known != secret).TakeLast(MaxSecrets - 1), secret];
            }
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
