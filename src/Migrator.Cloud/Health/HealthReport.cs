using System.Collections.Immutable;

namespace Migrator.Cloud.Health;

/// <summary>What a watch has seen. All times count from the activation.</summary>
public sealed record HealthReport
{
    /// <summary>How it ended.</summary>
    public required HealthVerdict Verdict { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>When the new version first answered; null when it never did.</summary>
    public TimeSpan? TimeToFirstNew { get; init; }

    /// <summary>How long others, or nobody, still answered after that.</summary>
    public TimeSpan Overlap { get; init; }

    /// <summary>How many samples were taken.</summary>
    public int Samples { get; init; }

    /// <summary>How many were of another version, or of none that is known.</summary>
    public int OldSamples { get; init; }

    /// <summary>How many were no application's.</summary>
    public int ErrorSamples { get; init; }

    /// <summary>From the first to the last error; null when there was none.</summary>
    public TimeSpan? ErrorSpan { get; init; }

    /// <summary>The failover, second by second.</summary>
    public ImmutableArray<SecondShare> Seconds { get; init; } = [];

    /// <summary>What came of the user's checks, as they were last asked.</summary>
    public ImmutableArray<SmokeResult> Smoke { get; init; } = [];

    /// <summary>What is odd and does not stop the deploy.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The share of old answers of all that an application gave, 0 to 1.</summary>
    public double OldShare => Samples == ErrorSamples ? 0 : (double)OldSamples / (Samples - ErrorSamples);
}
