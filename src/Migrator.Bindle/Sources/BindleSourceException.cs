namespace Migrator.Bindle.Sources;

/// <summary>A source cannot give what was asked: not there, unreadable, or not a source at all.</summary>
public sealed class BindleSourceException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="place">Where: a path or an id within the source.</param>
    /// <param name="message">What failed, on what, and what to do next.</param>
    /// <param name="innerException">The cause below, if any.</param>
    public BindleSourceException(string place, string message, Exception? innerException = null)
        : base(message, innerException) => Place = place;

    /// <summary>Where: a path or an id within the source.</summary>
    public string Place { get; }

    /// <summary>
    /// Whether the source is not to blame and the failure may pass, as a full temporary folder does. Default: no.
    /// </summary>
    public bool IsTemporary { get; init; }
}
