namespace Migrator.Testing.Registries;

/// <summary>The connection is to end here, as when a network fails: no answer goes out.</summary>
public sealed class ConnectionCutException() : IOException("The script cuts the connection.")
{
    /// <summary>
    /// HTTP/2: the error code of the RST_STREAM frame that ends this request alone; null to end the connection.
    /// </summary>
    public int? ResetCode { get; init; }

    /// <summary>Whether what was sent before still arrives: the connection is closed instead of reset.</summary>
    public bool Softly { get; init; }
}
