namespace Migrator.Bindle.Verification;

/// <summary>A parcel's bytes are not what its label says.</summary>
public sealed class ParcelMismatchException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="sha256">The digest of the label, 64 lower-case hex digits.</param>
    /// <param name="message">What was expected and what came.</param>
    public ParcelMismatchException(string sha256, string message)
        : base(message) => Sha256 = sha256;

    /// <summary>The digest of the label, 64 lower-case hex digits.</summary>
    public string Sha256 { get; }
}
