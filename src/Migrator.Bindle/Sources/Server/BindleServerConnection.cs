using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Migrator.Bindle.Sources.Server;

/// <summary>How connections to a Bindle server are made.</summary>
public sealed record BindleServerConnection
{
    /// <summary>Certificate authorities that are trusted besides the system's.</summary>
    public ImmutableArray<X509Certificate2> Authorities { get; init; } = [];

    /// <summary>
    /// The host, without a port, whose certificate is not checked; null for none. Hosts that it points to are checked.
    /// </summary>
    public string? UncheckedHost { get; init; }

    /// <summary>The proxy; null for what the system's settings and the usual variables say.</summary>
    public IWebProxy? Proxy { get; init; }
}
