using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>How connections to registries are made.</summary>
public sealed record RegistryConnection
{
    /// <summary>Certificate authorities that are trusted besides the system's.</summary>
    public ImmutableArray<X509Certificate2> Authorities { get; init; } = [];

    /// <summary>
    /// Certificates, with their keys, that say who we are: to registries themselves, and to no host that they send us
    /// to.
    /// </summary>
    public ImmutableArray<X509Certificate2> ClientCertificates { get; init; } = [];

    /// <summary>Host names, without a port, whose certificates are not checked. No other's ever go unchecked.</summary>
    public ImmutableArray<string> UncheckedHosts { get; init; } = [];

    /// <summary>The proxy; null for what the system's settings and the usual variables say.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>How long to wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a request may go without a byte in either direction. There is no limit on the whole.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>The most connections to one host.</summary>
    public int MaxConnectionsPerHost { get; init; } = 64;

    /// <summary>Times the waits; the system's clock when null.</summary>
    public TimeProvider? Time { get; init; }
}
