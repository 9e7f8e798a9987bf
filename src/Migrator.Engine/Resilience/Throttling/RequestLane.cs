namespace Migrator.Engine.Resilience.Throttling;

/// <summary>How long a request keeps a host busy, as far as can be told before it is sent.</summary>
internal enum RequestLane
{
    /// <summary>A question or a short body.</summary>
    Short,

    /// <summary>A long body.</summary>
    Long,

    /// <summary>
    /// Reading a blob: an upload that holds a place may be waiting for it, so it must not wait for a place itself.
    /// </summary>
    Free,
}
