using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Migrator.Engine.Jobs;
using Migrator.Engine.Resilience;
using Migrator.Engine.Telemetry;
using Migrator.Engine.Tests.FaultMatrix;
using Migrator.Oci.Telemetry;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.Telemetry;

public sealed class EngineTelemetryTests
{
    [Fact]
    public async Task Job_Spans_HangTogether()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is EngineTelemetry.Name or OciTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var root = new Activity("test").Start();
        await using var job = await MatrixJob.StartAsync(new MatrixRow(0, "none", JobStatus.Done));
        var outcome = await job.RunAsync();

        var own = spans.Where(span => span.TraceId == root.TraceId).ToList();
        var migrate = Assert.Single(own, span => span.OperationName == "migrate");
        Assert.Equal(outcome.Manifest!.Digest.ToString(), migrate.GetTagItem("oci.digest"));
        Assert.Equal("Done", migrate.GetTagItem("status"));
        Assert.Equal(
            outcome.Counts.BlobsPushed,
            own.Count(span => span.OperationName == "push blob" && span.ParentSpanId == migrate.SpanId));
        Assert.Equal(job.Requests.All.Length, own.Count(span => span.Kind == ActivityKind.Client));
    }

    [Fact]
    public async Task Job_RetriesAndLimits_AreCounted()
    {
        await using var job = await MatrixJob.StartAsync(
            new MatrixRow(10, "busy", JobStatus.Done) { Resilience = new ResilienceOptions() });
        var figures = new ConcurrentQueue<string>();
        using var listener = Listen(job.Host.Host, figures);
        job.Faults.On(RequestKind.ManifestHead, Fault.Status(502));
        job.Faults.On(RequestKind.UploadPut, Fault.Throttled(() => ThrottleForm.Header("3")));
        await job.RunAsync();

        Assert.Contains("migrator.engine.requests.retried 1 status 502", figures);
        Assert.Contains("migrator.engine.requests.retried 1 status 429", figures);
        Assert.Contains("migrator.engine.throttle.limit 8", figures);
        Assert.Contains("migrator.engine.throttle.limit 9", figures);
    }

    private static MeterListener Listen(string host, ConcurrentQueue<string> figures)
    {
        void Take<T>(
            Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        {
            var all = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
            if (Equals(all.GetValueOrDefault("server.address"), host))
            {
                figures.Enqueue($"{instrument.Name} {value} {all.GetValueOrDefault("reason")}".Trim());
            }
        }

        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, it) =>
            {
                if (instrument.Meter.Name == EngineTelemetry.Name)
                {
                    it.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(Take);
        listener.SetMeasurementEventCallback<int>(Take);
        listener.Start();
        return listener;
    }
}
