using System.Collections.Immutable;

namespace Migrator.Engine.Batch.Planning;

/// <summary>How a plan is made.</summary>
public sealed record PlanOptions
{
    /// <summary>How many bindles are looked at at once, 1 to 256. Default: 16.</summary>
    public int Looks { get; init; } = 16;

    /// <summary>Whether a journal with runs in it may be replaced. Default: no.</summary>
    public bool Replace { get; init; }

    /// <summary>
    /// What a command line needs to reach the same places, word by word, such as <c>--plain-http</c> and a host: for
    /// the commands that reports print. The journal keeps it, so no secrets. Default: nothing.
    /// </summary>
    public ImmutableArray<string> Flags { get; init; } = [];

    /// <summary>Hears how far the plan is; null when nobody does.</summary>
    public IProgress<PlanProgress>? Progress { get; init; }
}
