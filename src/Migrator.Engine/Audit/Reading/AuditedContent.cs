using System.Text.Json;
using Migrator.Oci.Model;

namespace Migrator.Engine.Audit.Reading;

/// <summary>A reference to bytes in a locked app: by digest, and for small ones the bytes themselves.</summary>
/// <param name="Digest">The digest.</param>
/// <param name="Inline">The inlined text, unpadded base64; null when not inlined.</param>
internal sealed record AuditedContent(Digest Digest, string? Inline)
{
    public static AuditedContent Read(JsonElement element, string place, string ownMember)
    {
        if (element.TryGetProperty("source", out _))
        {
            throw new ArtifactFormatException($"{place}.source points out of the artifact.");
        }

        if (AuditedApp.UnknownOf(element, "digest", "inline", ownMember) is [var unknown, ..])
        {
            throw new ArtifactFormatException($"{place} has a member '{unknown}' that no content has.");
        }

        var text = JsonReading.Text(element, "digest", place);
        return Digest.TryParse(text, out var digest)
            ? new AuditedContent(digest, JsonReading.TextOrNull(element, "inline", place))
            : throw new ArtifactFormatException($"{place}.digest must be sha256: and 64 lower-case hex digits.");
    }

    /// <summary>Decodes the inlined text as Spin does: standard alphabet, no padding (spec/spin-oci.md 3.1).</summary>
    /// <returns>The bytes; null when not inlined or not such base64.</returns>
    public byte[]? DecodeInline()
    {
        if (Inline is null || Inline.Contains('=', StringComparison.Ordinal) || Inline.Length % 4 == 1)
        {
            return null;
        }

        var padded = Inline.PadRight((Inline.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : null;
    }
}
