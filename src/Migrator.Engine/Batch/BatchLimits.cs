namespace Migrator.Engine.Batch;

/// <summary>How much is done at once, and when a run ends early. What has begun then ends well.</summary>
public sealed record BatchLimits
{
    /// <summary>How many apps at once, 1 to 256. Default: 8.</summary>
    public int Apps { get; init; } = 8;

    /// <summary>How many blobs of an app at once, 1 to 64. Default: 4.</summary>
    public int Blobs { get; init; } = 4;

    /// <summary>How often what failed for a passing reason is tried again at the end, 0 to 10. Default: 1.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>Whether the first failure ends the run; an app that cannot be looked for is one.</summary>
    public bool FailFast { get; init; }

    /// <summary>
    /// The number of failures that ends the run, counted as for <see cref="FailFast"/>; null for no limit.
    /// </summary>
    public int? MaxErrors { get; init; }

    /// <summary>How long apps are begun; null for no limit.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>After how many bytes read for the target no app is begun; null for no limit.</summary>
    public long? MaxTransfer { get; init; }
}
