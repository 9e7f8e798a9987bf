using Migrator.Engine.Resilience.Throttling;

namespace Migrator.Engine.Resilience.Retrying;

/// <summary>How often one request was sent so far, and what came of it.</summary>
internal sealed class Tries(HttpRequestMessage request, RequestTraits traits, HostGate gate)
{
    public HttpRequestMessage Request => request;

    public RequestTraits Traits => traits;

    public HostGate Gate => gate;

    /// <summary>How often it failed.</summary>
    public int Failures { get; set; }

    /// <summary>How often the host was too busy for it.</summary>
    public int Refusals { get; set; }

    /// <summary>How long it waited for the host to be less busy.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>The wait before it is sent again.</summary>
    public TimeSpan Next { get; set; }

    public int Attempts => Failures + Refusals;
}
