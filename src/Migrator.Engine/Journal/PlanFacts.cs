using System.Collections.Immutable;
using Migrator.Engine.Batch;

namespace Migrator.Engine.Journal;

/// <summary>What a plan knows besides its bindles.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Created">When the plan is made.</param>
/// <param name="LookTime">How long a look at a target took; null when there was none.</param>
/// <param name="Notes">What sources said of themselves.</param>
internal sealed record PlanFacts(
    BatchFile Batch, DateTimeOffset Created, TimeSpan? LookTime, ImmutableArray<string> Notes)
{
    public ImmutableArray<KeyValuePair<LeftOut, long>> LeftOut { get; init; } = [];

    /// <summary>What of the batch file met nothing.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The options by which the plan reached its places.</summary>
    public ImmutableArray<string> Flags { get; init; } = [];
}
