using System.Net;

namespace Migrator.Oci.Targets.Registry;

/// <summary>A registry cannot be read or written. The message names host and operation, and holds no secret.</summary>
public sealed class RegistryException : TargetException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="target">The target's description.</param>
    /// <param name="failure">What to do about it.</param>
    /// <param name="message">What failed, on what, and what to do next.</param>
    /// <param name="innerException">The cause below, if any.</param>
    public RegistryException(string target, RegistryFailure failure, string message, Exception? innerException = null)
        : base(target, message, innerException) => Failure = failure;

    /// <summary>What to do about it.</summary>
    public RegistryFailure Failure { get; }

    /// <summary>The status of the answer; null when there was none.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The registry's own code, such as <c>MANIFEST_BLOB_UNKNOWN</c>; null when it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>Whether one request is longer than is taken, and a shorter one may be.</summary>
    internal bool IsTooLong { get; init; }

    /// <summary>Whether the handler has tried as often as it may, so that trying again here makes no sense.</summary>
    internal bool IsGivenUp { get; init; }
}
