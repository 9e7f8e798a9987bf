namespace Migrator.Engine.Resilience;

/// <summary>What happened between us and a host.</summary>
public enum ResilienceNoticeKind
{
    /// <summary>A request failed and is sent again after the wait.</summary>
    Retry,

    /// <summary>The host is too busy: no request goes to it for the wait.</summary>
    Waiting,

    /// <summary>The host is asked with fewer requests at a time from now on: the limit.</summary>
    Throttled,

    /// <summary>The request is given up: it was tried often enough, or the host wants a longer wait than is granted.
    /// </summary>
    GivenUp,
}
