namespace Migrator.Oci.Model;

/// <summary>Bytes are no manifest or index that this library reads; the message names the member at fault.</summary>
public sealed class ManifestFormatException : FormatException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, where, and what was expected.</param>
    /// <param name="innerException">The cause below, if any.</param>
    public ManifestFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
