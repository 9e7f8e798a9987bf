namespace Migrator.Oci.Targets;

/// <summary>
/// Opens a blob's bytes from the first one; may be called again, so that a retry can start the body again.
/// </summary>
/// <param name="cancellationToken">Stops the opening.</param>
/// <returns>A stream that the caller disposes.</returns>
public delegate ValueTask<Stream> BlobOpener(CancellationToken cancellationToken);
