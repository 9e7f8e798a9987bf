namespace Migrator.Cli.Output.Batches;

/// <summary>What a display shows of long work at a moment.</summary>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is.</param>
/// <param name="Line">Where it stands, in a line.</param>
/// <param name="Slowest">What has been under way the longest.</param>
internal readonly record struct LiveState(long Done, long Total, string Line, string Slowest);
