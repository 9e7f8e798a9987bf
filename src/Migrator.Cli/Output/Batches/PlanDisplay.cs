using System.Globalization;
using Migrator.Engine.Batch.Planning;

namespace Migrator.Cli.Output.Batches;

/// <summary>Hears how far a plan is, and says it in a line.</summary>
internal sealed class PlanDisplay(TimeProvider clock) : IProgress<PlanProgress>
{
    private readonly Lock _gate = new();
    private readonly RemainingTime _remaining = new();
    private PlanProgress _latest;
    private long? _start;

    public LiveState State
    {
        get
        {
            lock (_gate)
            {
                return new LiveState(_latest.Looked, _latest.Chosen, Line(), "reads and looks only");
            }
        }
    }

    public void Report(PlanProgress value)
    {
        lock (_gate)
        {
            // Looks are told by many threads, not always in order.
            _latest = value.Looked < _latest.Looked ? _latest : value;
            _start ??= value.Chosen > 0 ? clock.GetTimestamp() : null;
        }
    }

    private string Line()
    {
        if (_start is not { } start)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{_latest.Listed} bindles listed");
        }

        var left = _remaining.Next(_latest.Looked, _latest.Chosen, clock.GetElapsedTime(start)) is { } time
            ? $", {Duration.Format(time)} left"
            : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{_latest.Looked}/{_latest.Chosen} bindles looked at{left}");
    }
}
