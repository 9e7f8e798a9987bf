using System.Collections.Concurrent;
using System.Globalization;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Batch.Running;

/// <summary>
/// Lets one app at a time send a blob that is new to a registry. The others wait for it, and then mount it in their own
/// repositories instead of sending it too.
/// </summary>
internal sealed class BlobFlights
{
    private readonly ConcurrentDictionary<ulong, Task> _flights = new();
    private readonly HashSet<ulong> _landed = [];
    private readonly Lock _gate = new();

    /// <summary>Sends a blob, after whoever sends it now.</summary>
    /// <param name="host">The registry.</param>
    /// <param name="digest">The blob.</param>
    /// <param name="push">Sends it.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public async Task<PushResult> RunAsync(
        string host, Digest digest, Func<Task<PushResult>> push, CancellationToken cancellationToken)
    {
        var key = KeyOf(host, digest);
        while (!HasLanded(key))
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var flight = _flights.GetOrAdd(key, mine.Task);
            if (flight == mine.Task)
            {
                return await FlyAsync(key, mine, push).ConfigureAwait(false);
            }

            await flight.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return await push().ConfigureAwait(false);
    }

    private async Task<PushResult> FlyAsync(ulong key, TaskCompletionSource flight, Func<Task<PushResult>> push)
    {
        try
        {
            var result = await push().ConfigureAwait(false);
            lock (_gate)
            {
                _landed.Add(key);
            }

            return result;
        }
        finally
        {
            _flights.TryRemove(key, out _);
            flight.SetResult();
        }
    }

    private bool HasLanded(ulong key)
    {
        lock (_gate)
        {
            return _landed.Contains(key);
        }
    }

    // Eight bytes of a digest are enough: if two blobs share them, one of them waits for nothing.
    private static ulong KeyOf(string host, Digest digest) =>
        ulong.Parse(digest.Hex.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        ^ (ulong)StringComparer.OrdinalIgnoreCase.GetHashCode(host);
}
