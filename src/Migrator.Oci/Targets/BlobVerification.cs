using Migrator.Oci.Model;

namespace Migrator.Oci.Targets;

/// <summary>Checks blobs on their way, for those who write a target of their own.</summary>
public static class BlobVerification
{
    /// <summary>
    /// Wraps the bytes of a blob so that reading fails where they stop being the descriptor's: at the last byte, which
    /// is not handed on when the digest is wrong, or at the first byte too many.
    /// </summary>
    /// <param name="content">The bytes; disposed with the result.</param>
    /// <param name="expected">What they must be.</param>
    /// <param name="target">The target's description, for the message.</param>
    /// <returns>
    /// A stream to be read to its end once; it throws <see cref="BlobMismatchException"/> on wrong bytes.
    /// </returns>
    public static Stream Wrap(Stream content, Descriptor expected, string target)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(expected);
        return new VerifyingStream(content, expected, target);
    }
}
