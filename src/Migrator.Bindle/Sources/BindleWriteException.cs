namespace Migrator.Bindle.Sources;

/// <summary>A bindle was not written; what lay at the place before is as it was.</summary>
public sealed class BindleWriteException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="folder">The folder that was to be written.</param>
    /// <param name="message">What failed, on what, and what to do next.</param>
    /// <param name="innerException">The cause below, if any.</param>
    public BindleWriteException(string folder, string message, Exception? innerException = null)
        : base(message, innerException) => Folder = folder;

    /// <summary>The folder that was to be written.</summary>
    public string Folder { get; }
}
