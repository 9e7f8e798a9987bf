using Migrator.Engine.Resilience.Throttling;

namespace Migrator.Engine.Resilience;

/// <summary>Tells of what happens between us and hosts.</summary>
internal sealed class ResilienceLog(Action<ResilienceNotice>? noticed)
{
    /// <summary>A host gets fewer requests at a time.</summary>
    public void Cut(HostGate gate, string reason) => noticed?.Invoke(
        new ResilienceNotice(ResilienceNoticeKind.Throttled, gate.Host, reason) { Limit = gate.Limit });

    /// <summary>A host gets no requests for a while.</summary>
    public void Closed(HostGate gate, string reason, TimeSpan wait) => noticed?.Invoke(
        new ResilienceNotice(ResilienceNoticeKind.Waiting, gate.Host, reason) { Wait = wait, Limit = gate.Limit });

    /// <summary>A request is sent again.</summary>
    public void Retried(HostGate gate, string reason, TimeSpan wait, int attempts) => noticed?.Invoke(
        new ResilienceNotice(ResilienceNoticeKind.Retry, gate.Host, reason) { Wait = wait, Attempts = attempts });

    /// <summary>A request is given up.</summary>
    public void GivenUp(HostGate gate, string reason, int attempts) => noticed?.Invoke(
        new ResilienceNotice(ResilienceNoticeKind.GivenUp, gate.Host, reason) { Attempts = attempts });
}
