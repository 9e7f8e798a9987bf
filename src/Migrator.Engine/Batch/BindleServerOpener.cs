using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;

namespace Migrator.Engine.Batch;

/// <summary>Opens a Bindle server of a batch, with the credentials and retries that the caller chooses.</summary>
/// <param name="address">The server.</param>
/// <param name="query">The text that listed names must hold; empty for all.</param>
/// <param name="cancellationToken">Stops the opening.</param>
/// <returns>The server, which the batch disposes.</returns>
public delegate Task<IBindleSource> BindleServerOpener(
    BindleServerAddress address, string query, CancellationToken cancellationToken);
