using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Migrator.Oci.Telemetry;

namespace Migrator.Oci.Tests.Telemetry;

/// <summary>Takes all spans and figures of the package that are of one host.</summary>
internal sealed class CollectedSpans : IDisposable
{
    private readonly ActivityListener _spans;
    private readonly MeterListener _figures = new();

    public CollectedSpans(string host)
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OciTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (Equals(span.GetTagItem("server.address"), host))
                {
                    Spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_spans);
        _figures.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == OciTelemetry.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _figures.SetMeasurementEventCallback<long>((instrument, count, tags, _) => Add(host, instrument, count, tags));
        _figures.Start();
    }

    public ConcurrentQueue<Activity> Spans { get; } = [];

    /// <summary>Sums by instrument, and result where there is one.</summary>
    public ConcurrentDictionary<string, long> Figures { get; } = [];

    public void Dispose()
    {
        _spans.Dispose();
        _figures.Dispose();
    }

    private void Add(
        string host, Instrument instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var all = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        if (Equals(all["server.address"], host))
        {
            Figures.AddOrUpdate(
                $"{instrument.Name} {all.GetValueOrDefault("result")}".Trim(), count, (_, sum) => sum + count);
        }
    }
}
