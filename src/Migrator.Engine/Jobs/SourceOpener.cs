using Migrator.Bindle.Sources;

namespace Migrator.Engine.Jobs;

/// <summary>Opens the source of a job; called once, within the job, which disposes what it gets.</summary>
/// <param name="cancellationToken">Stops the opening.</param>
/// <returns>The source.</returns>
public delegate Task<IBindleSource> SourceOpener(CancellationToken cancellationToken);
