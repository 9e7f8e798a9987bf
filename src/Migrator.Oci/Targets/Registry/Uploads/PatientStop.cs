namespace Migrator.Oci.Targets.Registry.Uploads;

/// <summary>
/// Stops a request whose answer must be heard: at once while nothing of it is under way, and else after a while.
/// </summary>
internal sealed class PatientStop : IDisposable
{
    private readonly TimeSpan _patience;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenRegistration _registration;
    private volatile bool _isHeldBack;

    public PatientStop(TimeSpan patience, TimeProvider time, CancellationToken stop)
    {
        _patience = patience;
        _stop = stop;
        _late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _registration = stop.Register(Stop);
    }

    /// <summary>Cancelled when the request is to be stopped.</summary>
    public CancellationToken Token => _late.Token;

    /// <summary>The request waits to be sent, or goes on (<see cref="Http.RegistryRequestKeys.HeldBack"/>).</summary>
    public void HoldBack(bool isHeldBack)
    {
        _isHeldBack = isHeldBack;
        if (isHeldBack && _stop.IsCancellationRequested)
        {
            Stop();
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _late.Dispose();
    }

    private void Stop() => _late.CancelAfter(_isHeldBack ? TimeSpan.Zero : _patience);
}
