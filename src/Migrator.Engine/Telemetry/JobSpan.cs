using System.Diagnostics;
using Migrator.Engine.Pipeline;

namespace Migrator.Engine.Telemetry;

/// <summary>One job, for those who look at spans and figures.</summary>
internal sealed class JobSpan(TimeProvider clock) : IDisposable
{
    private readonly Activity? _activity = EngineTelemetry.Source.StartActivity("migrate");
    private readonly long _start = clock.GetTimestamp();
    private string _status = "Stopped";

    /// <summary>The job has come to its end.</summary>
    public MigrationOutcome End(MigrationOutcome outcome)
    {
        _status = outcome.Status.ToString();
        _activity?.SetTag("bindle.id", outcome.Id?.ToString());
        _activity?.SetTag("oci.target", outcome.Target);
        _activity?.SetTag("oci.tag", outcome.Tag);
        _activity?.SetTag("oci.digest", outcome.Manifest?.Digest.ToString());
        return outcome;
    }

    public void Dispose()
    {
        var status = new KeyValuePair<string, object?>("status", _status);
        EngineTelemetry.Jobs.Add(1, status);
        EngineTelemetry.Duration.Record(clock.GetElapsedTime(_start).TotalSeconds, status);
        _activity?.SetTag("status", _status);
        _activity?.Dispose();
    }
}
