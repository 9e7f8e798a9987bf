using Microsoft.AspNetCore.Http;

namespace Migrator.Testing.BindleServer;

/// <summary>How a <see cref="BindleTestServer"/> is set up; the defaults are those of the recordings.</summary>
public sealed record BindleServerSettings
{
    /// <summary>The store's folder, in the form of the file provider; made when it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>Behave as the embedded provider does where the two differ. Default: as the file provider.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>The server's own keys, a secret key file; null for a server that nothing can be posted to.</summary>
    public string? SigningKeys { get; init; }

    /// <summary>Whose signatures are taken, a keyring file.</summary>
    public string? Keyring { get; init; }

    /// <summary>
    /// Look for an id decoded, too, where it is not found as it is; better than the real server. Default: no.
    /// </summary>
    public bool DecodesIds { get; init; }

    /// <summary>Who may write, as <c>user:password</c>; null for a server without authentication.</summary>
    public IReadOnlySet<string>? Users { get; init; }

    /// <summary>Answers instead of the server when it returns true: faults, pages of proxies, other hosts.</summary>
    public Func<HttpContext, Task<bool>>? Fault { get; init; }

    /// <summary>The largest invoice that is taken, in bytes. The real server has no limit.</summary>
    public int MaxInvoiceBytes { get; init; } = 16 << 20;
}
