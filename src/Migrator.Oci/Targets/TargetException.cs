namespace Migrator.Oci.Targets;

/// <summary>An OCI target cannot be read or written.</summary>
public class TargetException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="target">The target's description.</param>
    /// <param name="message">What failed, on what, and what to do next.</param>
    /// <param name="innerException">The cause below, if any.</param>
    public TargetException(string target, string message, Exception? innerException = null)
        : base(message, innerException) => Target = target;

    /// <summary>The target's description.</summary>
    public string Target { get; }
}
