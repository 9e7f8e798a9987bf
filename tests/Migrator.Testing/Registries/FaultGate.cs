namespace Migrator.Testing.Registries;

/// <summary>Holds requests back until the test lets them go.</summary>
public sealed class FaultGate
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the first request waits here.</summary>
    public Task Entered => _entered.Task.WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>Lets every request go on, those to come too.</summary>
    public void Release() => _released.TrySetResult();

    internal async Task WaitAsync(CancellationToken aborted)
    {
        _entered.TrySetResult();
        try
        {
            await _released.Task.WaitAsync(aborted);
        }
        catch (OperationCanceledException)
        {
            throw new ConnectionCutException();
        }
    }
}
