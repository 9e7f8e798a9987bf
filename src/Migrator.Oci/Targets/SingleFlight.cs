using Migrator.Oci.Model;

namespace Migrator.Oci.Targets;

/// <summary>Lets one caller at a time work on a digest, so that a blob pushed twice at once is written once.</summary>
internal sealed class SingleFlight
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Digest, Task> _running = [];

    /// <summary>Works unless the blob is there, when need be after the others who work on it.</summary>
    /// <param name="digest">The blob.</param>
    /// <param name="isThere">Whether it is there; asked again after each wait.</param>
    /// <param name="work">Brings it there.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>Whether this caller did the work.</returns>
    public async Task<PushResult> RunAsync(
        Digest digest, Func<bool> isThere, Func<Task> work, CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (true)
        {
            if (isThere())
            {
                return PushResult.AlreadyThere;
            }

            if (Enter(digest, mine.Task) is not { } other)
            {
                break;
            }

            await other.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            // Whoever worked before may have ended between the question and the entry.
            if (isThere())
            {
                return PushResult.AlreadyThere;
            }

            await work().ConfigureAwait(false);
            return PushResult.Pushed;
        }
        finally
        {
            Leave(digest);
            mine.SetResult();
        }
    }

    private Task? Enter(Digest digest, Task mine)
    {
        lock (_gate)
        {
            return _running.TryAdd(digest, mine) ? null : _running[digest];
        }
    }

    private void Leave(Digest digest)
    {
        lock (_gate)
        {
            _running.Remove(digest);
        }
    }
}
