namespace Migrator.Bindle.Signing;

/// <summary>Asks a Bindle server for the keys by which it signs as host (spec/bindle.md 5.11).</summary>
/// <param name="cancellationToken">Stops the asking.</param>
/// <returns>A keyring file, TOML.</returns>
/// <exception cref="Sources.BindleSourceException">The server does not give them.</exception>
public delegate Task<ReadOnlyMemory<byte>> HostKeyReader(CancellationToken cancellationToken);
