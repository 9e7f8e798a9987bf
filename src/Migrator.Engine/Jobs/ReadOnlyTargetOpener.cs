using Migrator.Oci.Targets;

namespace Migrator.Engine.Jobs;

/// <summary>Opens the target that a job reads; called once, within the job, which disposes what it gets.</summary>
/// <param name="cancellationToken">Stops the opening.</param>
/// <returns>The target.</returns>
public delegate Task<IReadOnlyTarget> ReadOnlyTargetOpener(CancellationToken cancellationToken);
