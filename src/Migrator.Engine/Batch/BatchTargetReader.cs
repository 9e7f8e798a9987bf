using Migrator.Oci.References;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Batch;

/// <summary>Opens a target of a batch to read alone, by whoever may not write there.</summary>
/// <param name="reference">The target.</param>
/// <param name="cancellationToken">Stops the opening.</param>
/// <returns>The target, which the batch disposes.</returns>
public delegate Task<IReadOnlyTarget> BatchTargetReader(
    TargetReference reference, CancellationToken cancellationToken);
