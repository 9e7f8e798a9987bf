namespace Migrator.Engine.Journal;

/// <summary>A journal cannot be used. What it says so far is true.</summary>
public sealed class JournalException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="path">The journal's file.</param>
    /// <param name="failure">What kind of failure.</param>
    /// <param name="message">What failed, and what to do; full sentences.</param>
    /// <param name="inner">The cause, if any.</param>
    public JournalException(string path, JournalFailure failure, string message, Exception? inner = null)
        : base(message, inner) => (Path, Failure) = (path, failure);

    /// <summary>The journal's file.</summary>
    public string Path { get; }

    /// <summary>What kind of failure.</summary>
    public JournalFailure Failure { get; }
}
