using System.Text;
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
    private const int LeastTelling = 12;
    private const string Mask = "***";

    // An escape may be escaped itself, as where one document stands in another.
    private const int MaxDepth = 3;
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

    /// <summary>
    /// The text without the secrets, in whatever letters; where one is hidden by escapes, these are read in all of it.
    /// </summary>
    public string Clean(string text)
    {
        var clean = WithoutAll(text);
        var reading = clean;
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            var read = EscapedText.Read(reading);
            if (read == reading)
            {
                break;
            }

            reading = WithoutAll(read);
            clean = reading == read ? clean : reading;
        }

        return clean;
    }

    /// <summary>
    /// Whether a document has a secret in it that is too long to stand there by chance: names and texts of documents
    /// go into reports, where none could be found again.
    /// </summary>
    public bool IsIn(ReadOnlySpan<byte> document)
    {
        if (_secrets.Length == 0)
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(document);
        for (var depth = 0; ; depth++)
        {
            if (_secrets.Any(secret => secret.Length >= LeastTelling
                && text.Contains(secret, StringComparison.Ordinal)))
            {
                return true;
            }

            var read = depth < MaxDepth ? EscapedText.Read(text) : text;
            if (read == text)
            {
                return false;
            }

            text = read;
        }
    }

    private string WithoutAll(string text) => _secrets.Aggregate(text, Without);

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
        for (var at = text.IndexOf(head, StringComparison.OrdinalIgnoreCase);
            at >= 0;
            at = text.IndexOf(head, at + Mask.Length, StringComparison.OrdinalIgnoreCase))
        {
            var length = SameLength(text.AsSpan(at), secret);
            text = string.Concat(text.AsSpan(0, at), Mask, text.AsSpan(at + length));
        }

        return text;
    }

    private static int SameLength(ReadOnlySpan<char> text, string secret)
    {
        var length = 0;
        while (length < text.Length && length < secret.Length
            && char.ToUpperInvariant(text[length]) == char.ToUpperInvariant(secret[length]))
        {
            length++;
        }

        return length;
    }
}
