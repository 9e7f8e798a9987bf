namespace Migrator.Engine.Resilience.Throttling;

/// <summary>A request's place among those in flight to a host, until disposed.</summary>
internal sealed class HostTurn(HostGate gate, RequestLane lane, int cutsBefore) : IDisposable
{
    /// <summary>The host says that it is too busy; true when the limit is lower now.</summary>
    public bool TryCut() => gate.TryCut(cutsBefore);

    public void Dispose() => gate.Leave(lane);
}
