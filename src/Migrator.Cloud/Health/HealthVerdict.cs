namespace Migrator.Cloud.Health;

/// <summary>How a watch ended.</summary>
public enum HealthVerdict
{
    /// <summary>Only the new version answers, and it is healthy.</summary>
    Converged,

    /// <summary>The time is over; the new version has answered, and others do too.</summary>
    TimedOutWithSomeNew,

    /// <summary>The time is over, and the new version has never answered.</summary>
    TimedOutWithNoneNew,

    /// <summary>Most requests fail.</summary>
    TooManyErrors,

    /// <summary>Only the new version answers, and says that it is not healthy.</summary>
    Unhealthy,

    /// <summary>Only the new version answers, and a URL of the user's does not answer as it should.</summary>
    SmokeFailed,

    /// <summary>Answers cannot tell new from old, and the cloud itself does not say that the new one is live.</summary>
    Unconfirmed,
}
