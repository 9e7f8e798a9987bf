using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Conversion.Spin;

/// <summary>The content of a module or file: a parcel of the bindle that will be a blob.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Bytes">The bytes themselves when they are few enough to stand in the locked app; null
/// otherwise.</param>
/// <param name="Open">Opens the parcel.</param>
internal sealed record AppContent(Digest Digest, long Size, ReadOnlyMemory<byte>? Bytes, BlobOpener Open)
{
    /// <summary>The largest content, in bytes, that stands in the locked app itself (spec/spin-oci.md 0.1).</summary>
    public const int InlineLimit = 128;

    /// <summary>Whether the content stands in the locked app.</summary>
    public bool IsInline => Bytes is not null;

    /// <summary>
    /// The content in base64 without padding, as Spin demands it; null when it does not stand in the locked app.
    /// </summary>
    public string? Base64 => Bytes is { } bytes ? Convert.ToBase64String(bytes.Span).TrimEnd('=') : null;

    /// <summary>The content as a blob.</summary>
    /// <param name="mediaType">The layer's media type.</param>
    public ArtifactBlob AsBlob(string mediaType) =>
        new(new Descriptor { MediaType = mediaType, Digest = Digest, Size = Size }, Open);
}
