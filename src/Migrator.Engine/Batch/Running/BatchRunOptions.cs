using System.Collections.Immutable;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Batch.Running;

/// <summary>How a plan is run.</summary>
public sealed record BatchRunOptions
{
    /// <summary>
    /// Asks the run to stop: no app is begun any more, and those that have begun are ended. Default: never.
    /// </summary>
    public CancellationToken Drain { get; init; }

    /// <summary>
    /// Whether apps that the journal calls done are believed. Default: no, one request for each looks at its tag.
    /// </summary>
    public bool TrustJournal { get; init; }

    /// <summary>Which part of the plan. Default: all.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>Limits instead of those of the batch file; null for those.</summary>
    public BatchLimits? Limits { get; init; }

    /// <summary>
    /// What a command line needs to reach the same places, word by word, such as <c>--plain-http</c> and a host: for
    /// the commands that reports print. The journal keeps it, so no secrets. Default: nothing.
    /// </summary>
    public ImmutableArray<string> Flags { get; init; } = [];
}
