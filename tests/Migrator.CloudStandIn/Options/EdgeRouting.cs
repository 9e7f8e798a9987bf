namespace Migrator.StandIn;

/// <summary>How the edge knows which app is asked.</summary>
public enum EdgeRouting
{
    /// <summary>Every app has a port of its own: domains are <c>127.0.0.1:PORT</c> and resolve everywhere.</summary>
    PortPerApp,

    /// <summary>
    /// One port, and the Host header tells: domains are <c>hello-o7jecuug.localhost:PORT</c>, as the cloud's.
    /// </summary>
    HostHeader,
}
