using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Migrator.Testing.Registries;

/// <summary>How a <see cref="RegistryHost"/> is set up.</summary>
public sealed record RegistryHostOptions
{
    /// <summary>Which registry it plays.</summary>
    public RegistryPersonality Personality { get; init; } = RegistryPersonalities.Distribution3;

    /// <summary>Time added to each request.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The certificate with private key it listens with; null for plain http.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whether it asks its clients for a certificate, and takes any.</summary>
    public bool AsksForCertificates { get; init; }

    /// <summary>HTTP versions. Version 2 without TLS must stand alone.</summary>
    public HttpProtocols Protocols { get; init; } = HttpProtocols.Http1AndHttp2;

    /// <summary>
    /// Whether the account of <see cref="RegistryProcessOptions"/> must log in with basic authentication.
    /// </summary>
    public bool Password { get; init; }

    /// <summary>
    /// The tokens it asks for and gives out at <c>/token</c>; null for none. The host disposes of them.
    /// </summary>
    public RegistryTokens? Tokens { get; init; }

    /// <summary>The token endpoint named in challenges; null for the host's own.</summary>
    public string? TokenRealm { get; init; }

    /// <summary>Above so many requests at a time it answers 429.</summary>
    public int MaxInFlight { get; init; } = int.MaxValue;

    /// <summary>Longer blobs are hashed and counted, not kept.</summary>
    public long KeepAtMost { get; init; } = 64L * 1024 * 1024;
}
