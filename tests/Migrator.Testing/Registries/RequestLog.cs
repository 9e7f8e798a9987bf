using System.Collections.Immutable;

namespace Migrator.Testing.Registries;

/// <summary>Every request a registry has seen, in the order of arrival.</summary>
public sealed class RequestLog
{
    private readonly Lock _lock = new();
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<(Func<bool> Reached, TaskCompletionSource Signal)> _waiting = [];
    private int _inFlight;

    /// <summary>All requests.</summary>
    public ImmutableArray<RecordedRequest> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>How many requests there were.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _requests.Count;
            }
        }
    }

    /// <summary>The most requests that were under way at once.</summary>
    public int MaxInFlight { get; private set; }

    /// <summary>How many requests are under way now.</summary>
    public int InFlight
    {
        get
        {
            lock (_lock)
            {
                return _inFlight;
            }
        }
    }

    /// <summary>Requests of a kind.</summary>
    /// <param name="kind">The kind.</param>
    public ImmutableArray<RecordedRequest> Of(RequestKind kind) => [.. All.Where(request => request.Kind == kind)];

    /// <summary>How many requests of a kind there were.</summary>
    /// <param name="kind">The kind.</param>
    public int CountOf(RequestKind kind) => Of(kind).Length;

    /// <summary>Counts by kind, as one line: <c>ManifestHead 1, UploadPost 3</c>.</summary>
    public string Summary() => string.Join(", ", All
        .CountBy(request => request.Kind)
        .OrderBy(count => count.Key)
        .Select(count => $"{count.Key} {count.Value}"));

    /// <summary>Every request on a line, for a failed test's message.</summary>
    public override string ToString() => string.Join('\n', All);

    /// <summary>Forgets what was seen so far.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
            MaxInFlight = _inFlight;
        }
    }

    /// <summary>Waits until so many requests of a kind have arrived.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="count">How many.</param>
    public Task WaitForAsync(RequestKind kind, int count = 1)
    {
        lock (_lock)
        {
            bool Reached() => _requests.Count(request => request.Kind == kind) >= count;
            if (Reached())
            {
                return Task.CompletedTask;
            }

            var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((Reached, signal));
            return signal.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    internal RecordedRequest Begin(ReceivedRequest request)
    {
        lock (_lock)
        {
            var recorded = new RecordedRequest(request, _requests.Count + 1);
            _requests.Add(recorded);
            MaxInFlight = Math.Max(MaxInFlight, ++_inFlight);
            foreach (var reached in _waiting.Where(waiting => waiting.Reached()).ToList())
            {
                reached.Signal.SetResult();
                _waiting.Remove(reached);
            }

            return recorded;
        }
    }

    internal void End()
    {
        lock (_lock)
        {
            _inFlight--;
        }
    }
}
