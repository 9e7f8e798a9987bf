using Migrator.Oci.Model;

namespace Migrator.Oci.Targets;

/// <summary>Bytes on their way into or out of a target are not what their descriptor says.</summary>
public sealed class BlobMismatchException : TargetException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="target">The target's description.</param>
    /// <param name="expected">What the bytes had to be.</param>
    /// <param name="actualDigest">
    /// The digest of the bytes; null when reading stopped at the first byte too many.
    /// </param>
    /// <param name="actualSize">The bytes seen.</param>
    public BlobMismatchException(string target, Descriptor expected, Digest? actualDigest, long actualSize)
        : base(target, Describe(expected, actualDigest, actualSize))
    {
        Expected = expected;
        ActualDigest = actualDigest;
        ActualSize = actualSize;
    }

    private BlobMismatchException(string target, Descriptor expected, Digest stored, string? tag)
        : base(
            target,
            $"{target} says that it has stored {stored} where {expected.Digest} of {expected.Size} bytes was sent"
            + (tag is null ? "" : $", and that tag {tag} points to it now")
            + ". Do not trust what it holds; look at the registry, or at what stands before it.")
    {
        Expected = expected;
        ActualDigest = stored;
        ActualSize = expected.Size;
        IsOfTarget = true;
    }

    /// <summary>Whether the target says so of what it has stored; what was sent to it was right.</summary>
    public bool IsOfTarget { get; }

    /// <summary>What the bytes had to be.</summary>
    public Descriptor Expected { get; }

    /// <summary>The digest of the bytes; null when reading stopped at the first byte too many.</summary>
    public Digest? ActualDigest { get; }

    /// <summary>The bytes seen.</summary>
    public long ActualSize { get; }

    internal static BlobMismatchException OfTarget(
        string target, Descriptor expected, Digest stored, string? tag = null) => new(target, expected, stored, tag);

    private static string Describe(Descriptor expected, Digest? digest, long size) => digest is null
        ? $"Blob {expected.Digest} has more than the {expected.Size} bytes that its descriptor says."
        : $"Blob {expected.Digest} of {expected.Size} bytes was expected; got {size} bytes with digest {digest}.";
}
