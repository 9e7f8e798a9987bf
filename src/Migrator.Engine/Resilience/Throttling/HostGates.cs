using System.Collections.Concurrent;

namespace Migrator.Engine.Resilience.Throttling;

/// <summary>
/// The gates of all hosts. A Bindle server and a registry behind one name have two, for an upload that holds a place at
/// the registry reads from the server.
/// </summary>
internal sealed class HostGates(ResilienceOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(bool IsRegistry, string Host), HostGate> _gates = new();

    public HostGate Of(RequestTraits request) => _gates.GetOrAdd(
        (request.Operation is not null, request.Host), key => new HostGate(key.Host, options, clock));
}
