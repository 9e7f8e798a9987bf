namespace Migrator.Bindle.Verification;

/// <summary>A parcel is too large to be read into memory.</summary>
public sealed class ParcelTooLargeException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="name">The parcel's name.</param>
    /// <param name="size">Its declared size in bytes.</param>
    /// <param name="cap">The most that is read, in bytes.</param>
    public ParcelTooLargeException(string name, long size, long cap)
        : base($"The parcel {MessageText.Quote(name)} has {size} bytes; at most {cap} are read into memory.")
    {
        Size = size;
        Cap = cap;
    }

    /// <summary>The declared size in bytes.</summary>
    public long Size { get; }

    /// <summary>The most that is read, in bytes.</summary>
    public long Cap { get; }
}
