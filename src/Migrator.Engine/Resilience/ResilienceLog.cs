using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Migrator.Engine.Resilience.Throttling;
using Migrator.Engine.Telemetry;

namespace Migrator.Engine.Resilience;

/// <summary>Tells of what happens between us and hosts: notices, figures and a log.</summary>
internal sealed partial class ResilienceLog(ResilienceOptions options)
{
    private readonly ILogger _logger = options.Logger ?? NullLogger.Instance;

    /// <summary>A host gets another number of requests at a time: fewer, for a reason, or one more.</summary>
    public void LimitChanged(HostGate gate, string? reason)
    {
        var limit = gate.Limit;
        EngineTelemetry.Limit.Record(limit, new KeyValuePair<string, object?>(EngineTelemetry.Host, gate.Host));
        if (reason is not null)
        {
            Cut(gate.Host, limit, reason);
            Notice(new ResilienceNotice(ResilienceNoticeKind.Throttled, gate.Host, reason) { Limit = limit });
        }
    }

    /// <summary>A host gets no requests for a while.</summary>
    public void Closed(HostGate gate, string reason, TimeSpan wait)
    {
        Closed(gate.Host, wait.TotalSeconds, reason);
        Notice(new ResilienceNotice(ResilienceNoticeKind.Waiting, gate.Host, reason)
        {
            Wait = wait,
            Limit = gate.Limit,
        });
    }

    /// <summary>A request is sent again.</summary>
    public void Retried(HostGate gate, string reason, TimeSpan wait, int attempts)
    {
        EngineTelemetry.Retries.Add(1, new(EngineTelemetry.Host, gate.Host), new("reason", reason));
        Retried(gate.Host, wait.TotalSeconds, attempts, reason);
        Notice(new ResilienceNotice(ResilienceNoticeKind.Retry, gate.Host, reason)
        {
            Wait = wait,
            Attempts = attempts,
        });
    }

    /// <summary>A request is given up.</summary>
    public void GivenUp(HostGate gate, string reason, int attempts)
    {
        GivenUp(gate.Host, reason);
        Notice(new ResilienceNotice(ResilienceNoticeKind.GivenUp, gate.Host, reason) { Attempts = attempts });
    }

    private void Notice(ResilienceNotice notice) => options.Noticed?.Invoke(notice);

    [LoggerMessage(1, LogLevel.Information, "{Host} gets {Limit} requests at a time from now on: {Reason}")]
    private partial void Cut(string host, int limit, string reason);

    [LoggerMessage(2, LogLevel.Information, "{Host} gets no requests for {Seconds} seconds: {Reason}")]
    private partial void Closed(string host, double seconds, string reason);

    [LoggerMessage(3, LogLevel.Debug, "{Host} is asked again in {Seconds} seconds, after try {Attempt}: {Reason}")]
    private partial void Retried(string host, double seconds, int attempt, string reason);

    [LoggerMessage(4, LogLevel.Warning, "{Host}: a request is given up: {Reason}")]
    private partial void GivenUp(string host, string reason);
}
