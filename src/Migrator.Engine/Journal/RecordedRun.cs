namespace Migrator.Engine.Journal;

/// <summary>A run as the journal keeps it.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Started">When it began.</param>
/// <param name="Ended">
/// When it ended; null while it goes on, and when it was killed, which <see cref="WasKilled"/> says once it is known.
/// </param>
/// <param name="Ending">Why it ended; null as before.</param>
/// <param name="Shard">Which part of the plan it ran, as <c>K/N</c>; null for all.</param>
/// <param name="Program">The version of the program that made it.</param>
/// <param name="Folder">The folder that paths of the batch file started from; empty for the journal's.</param>
/// <param name="Flags">The options by which it reached its places, as a shell reads them; empty for none.</param>
public sealed record RecordedRun(
    long Number,
    DateTimeOffset Started,
    DateTimeOffset? Ended,
    RunEnding? Ending,
    string? Shard,
    string Program,
    string Folder,
    string Flags)
{
    /// <summary>
    /// Whether it was killed: it has no end, and a later run had the same journal, which has one run at a time.
    /// </summary>
    public bool WasKilled { get; init; }
}
