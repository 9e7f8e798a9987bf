using System.Collections.Immutable;
using System.Net;

namespace Migrator.Cloud.Api;

/// <summary>
/// The cloud did not do what it was asked. The message names host and operation, and holds no secret.
/// </summary>
public sealed class CloudException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="failure">What kind of failure it is.</param>
    /// <param name="what">What was asked, in words: "creating app hello".</param>
    /// <param name="message">What failed, on what, and what to do next.</param>
    /// <param name="innerException">The cause below, if any.</param>
    public CloudException(CloudFailure failure, string what, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        What = what;
    }

    /// <summary>What kind of failure it is.</summary>
    public CloudFailure Failure { get; }

    /// <summary>What was asked, in words.</summary>
    public string What { get; }

    /// <summary>What to do next, one sentence; empty when the message says it.</summary>
    public string NextStep { get; init; } = "";

    /// <summary>The status of the answer; null when there was none.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>How long the cloud asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the cloud has against each field, by the field's name as the cloud writes it.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Errors { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool MayPass => Failure is CloudFailure.Temporary or CloudFailure.RateLimited;
}
