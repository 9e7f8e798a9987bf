namespace Migrator.Engine.Resilience;

/// <summary>Something that happened between us and a host.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Host">The host, with its port if it is not the usual one.</param>
/// <param name="Reason">Why, in a few words without a secret: "status 503".</param>
public sealed record ResilienceNotice(ResilienceNoticeKind Kind, string Host, string Reason)
{
    /// <summary>How long the wait is; zero when there is none.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>How often the request was sent so far.</summary>
    public int Attempts { get; init; }

    /// <summary>How many requests at a time the host gets now.</summary>
    public int Limit { get; init; }
}
