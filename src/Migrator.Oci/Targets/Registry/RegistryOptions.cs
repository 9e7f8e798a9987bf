using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Migrator.Oci.Auth;

namespace Migrator.Oci.Targets.Registry;

/// <summary>How registries are reached. Nothing here comes from the environment; the caller decides.</summary>
public sealed record RegistryOptions
{
    /// <summary>
    /// Sends the requests: <see cref="Http.RegistryHandlers.Create"/>, with retries and throttles around it when
    /// wanted. It must not follow redirects nor keep cookies. The caller disposes it.
    /// </summary>
    public required HttpMessageHandler Handler { get; init; }

    /// <summary>Where credentials come from; nowhere when null.</summary>
    public ICredentialProvider? Credentials { get; init; }

    /// <summary>What is known of the registry; null to tell it by its host.</summary>
    public RegistryProfile? Profile { get; init; }

    /// <summary>
    /// Hosts that are spoken to in plain HTTP: one with a port on that port alone, one without on each. No other ever
    /// is.
    /// </summary>
    public ImmutableArray<string> PlainHttpHosts { get; init; } = [];

    /// <summary>
    /// Whether hosts of this machine, <c>localhost</c> and loopback addresses, are spoken to in plain HTTP.
    /// </summary>
    public bool IsLoopbackPlainHttp { get; init; } = true;

    /// <summary>
    /// Hosts that may give out tokens, besides the registry's own, its parent domain's and those of hosts below it:
    /// one with a port on that port alone, one without on each. They get the credentials.
    /// </summary>
    public ImmutableArray<string> TokenHosts { get; init; } = [];

    /// <summary>
    /// Other hosts that blobs and manifests may be sent to when the registry says so: one with a port on that port
    /// alone, one without on each. They get no credentials.
    /// </summary>
    public ImmutableArray<string> UploadHosts { get; init; } = [];

    /// <summary>How often a blob is begun at most, 1 to 100. Retries of single requests are the handler's.</summary>
    public int BlobAttempts { get; init; } = 5;

    /// <summary>
    /// Keeps uploads of blobs that are longer than one chunk (<see cref="RegistryProfile.ChunkBytes"/>), so that they
    /// go on after the process was killed. They are sent in chunks then. Null to send every blob whole.
    /// </summary>
    public KeptUploads? Uploads { get; init; }

    /// <summary>
    /// Hears what a registry warns of (RFC 9111, code 299), and that it mounts no blobs; once per host and text: the
    /// host, then the text.
    /// </summary>
    public Action<string, string>? Warned { get; init; }

    /// <summary>Is told what is asked and answered, without any secret; nobody is when null.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Times tokens; the system's clock when null.</summary>
    public TimeProvider? Time { get; init; }

    internal ILogger Log => Logger ?? NullLogger.Instance;
}
