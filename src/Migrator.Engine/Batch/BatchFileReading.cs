using System.Collections.Immutable;
using Migrator.Bindle.Verification;

namespace Migrator.Engine.Batch;

/// <summary>What reading a batch file came to.</summary>
/// <param name="File">The batch; null when there is an error.</param>
/// <param name="Findings">Every fault with its line, in the order of the text.</param>
public sealed record BatchFileReading(BatchFile? File, ImmutableArray<Finding> Findings);
