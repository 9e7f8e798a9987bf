using Migrator.Bindle.Sources.Server.Tokens;

namespace Migrator.Bindle.Sources.Server;

/// <summary>Which Bindle server is read, and how.</summary>
public sealed record BindleServerOptions
{
    /// <summary>The server.</summary>
    public required BindleServerAddress Address { get; init; }

    /// <summary>What the server is shown; null to ask without, as public servers allow. It goes nowhere else.</summary>
    public BindleServerCredential? Credential { get; init; }

    /// <summary>A login that is renewed when its token ends; goes before <see cref="Credential"/>.</summary>
    public BindleTokenLogin? Login { get; init; }

    /// <summary>
    /// Over plain HTTP, speak HTTP/2 at once, for servers that know nothing else (spec/bindle.md 5.1). Over TLS the
    /// server chooses. Default: no.
    /// </summary>
    public bool PriorKnowledge { get; init; }

    /// <summary>Only bindles whose name holds this text are listed. Default: empty, which is all.</summary>
    public string Query { get; init; } = "";

    /// <summary>Doubtful spellings in an invoice are taken with a warning. Default: no.</summary>
    public bool Lenient { get; init; }

    /// <summary>The largest invoice, in bytes. Default: 16 MiB; at least 1.</summary>
    public int MaxInvoiceBytes { get; init; } = 16 << 20;

    /// <summary>The most bindles that a list may have. Default: 1,000,000; at least 1.</summary>
    public int MaxBindles { get; init; } = 1_000_000;

    /// <summary>How many answers may be open at once, streams of parcels included. Default: 16; at least 1.</summary>
    public int MaxRequests { get; init; } = 16;

    /// <summary>
    /// How long the server may be silent, before its answer and within it. Default: 100 seconds; more than zero.
    /// </summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(100);
}
