namespace Migrator.Oci.Auth;

/// <summary>Lets the first request go alone, so that one 401 tells all others how the registry asks.</summary>
internal sealed class FirstRequest : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _wasAnswered;

    /// <summary>Waits until a request may go.</summary>
    /// <returns>For the first: what it disposes when it has got an answer. Null for all others.</returns>
    public async ValueTask<IDisposable?> EnterAsync(CancellationToken cancellationToken)
    {
        if (_wasAnswered)
        {
            return null;
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!_wasAnswered)
        {
            return new Turn(this);
        }

        _turn.Release();
        return null;
    }

    public void Dispose() => _turn.Dispose();

    private sealed class Turn(FirstRequest owner) : IDisposable
    {
        public void Dispose()
        {
            owner._wasAnswered = true;
            owner._turn.Release();
        }
    }
}
