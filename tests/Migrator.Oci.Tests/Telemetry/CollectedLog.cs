using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Migrator.Oci.Tests.Telemetry;

/// <summary>Takes every message of every level, with all of its parts.</summary>
internal sealed class CollectedLog : ILogger
{
    /// <summary>The messages, each with its parts and exception.</summary>
    public ConcurrentQueue<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Lines.Enqueue($"scope {state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        var parts = state is IEnumerable<KeyValuePair<string, object?>> pairs
            ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}"))
            : "";
        Lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} | {parts} {exception}");
    }
}
