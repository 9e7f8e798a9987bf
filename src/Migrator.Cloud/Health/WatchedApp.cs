using System.Collections.Immutable;

namespace Migrator.Cloud.Health;

/// <summary>What a watch is about.</summary>
/// <param name="Url">The application's address.</param>
/// <param name="Expected">What its answers are to show.</param>
/// <param name="ActivatedAt">When the activation was answered.</param>
internal sealed record WatchedApp(Uri Url, ExpectedImage Expected, DateTimeOffset ActivatedAt)
{
    /// <summary>The user's checks.</summary>
    public ImmutableArray<SmokeCheck> Smoke { get; init; } = [];

    /// <summary>What answered before the activation.</summary>
    public ImmutableArray<ProbeSample> Baseline { get; init; } = [];

    /// <summary>Asks the cloud; gives what it says against the deploy, null when it agrees.</summary>
    public required Func<CancellationToken, Task<string?>> ControlPlane { get; init; }

    /// <summary>Whether what is expected answered before already, so that answers cannot tell new from old.</summary>
    public bool IsUnchanged => Baseline.Any(Expected.IsMetBy);
}
