using Migrator.Oci.References;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Batch;

/// <summary>Opens a target of a batch; opening writes nothing.</summary>
/// <param name="reference">The target.</param>
/// <param name="cancellationToken">Stops the opening.</param>
/// <returns>The target, which the batch disposes.</returns>
public delegate Task<ITarget> BatchTargetOpener(TargetReference reference, CancellationToken cancellationToken);
