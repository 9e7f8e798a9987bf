using Migrator.Engine.Resilience.Pacing;

namespace Migrator.Engine.Resilience.Throttling;

/// <summary>
/// One host, as all requests to it share it: how many may be in flight, how many a second, and until when none may go.
/// The limit grows by one for each limit's worth of answers and is halved when the host says it is too busy.
/// </summary>
/// <remarks>
/// Long bodies take at most three quarters of the places, and one short request always finds a place beside them, so
/// that a look is never held up by a gigabyte.
/// </remarks>
internal sealed class HostGate(string host, ResilienceOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Place> _short = [];
    private readonly LinkedList<Place> _long = [];
    private readonly TokenBucket? _rate =
        options.RequestsPerSecond is { } rate ? new TokenBucket(rate, clock) : null;

    private int _limit = options.Concurrency;
    private int _shortInFlight;
    private int _longInFlight;
    private int _answers;
    private int _cuts;
    private long _closedAt;
    private TimeSpan _closedFor;
    private volatile bool _hasAnswered;
    private int _brokenUploads;

    /// <summary>The host, for messages.</summary>
    public string Host => host;

    /// <summary>Whether it ever gave an answer.</summary>
    public bool HasAnswered => _hasAnswered;

    /// <summary>How many uploads broke since the last that went well.</summary>
    public int BrokenUploads => Volatile.Read(ref _brokenUploads);

    /// <summary>How many requests may be in flight now.</summary>
    public int Limit
    {
        get
        {
            lock (_gate)
            {
                return _limit;
            }
        }
    }

    /// <summary>Waits until a request may go.</summary>
    /// <returns>Its place, to be disposed when the head of the answer has come.</returns>
    public async Task<HostTurn> EnterAsync(RequestLane lane, CancellationToken cancellationToken)
    {
        var turn = lane == RequestLane.Free
            ? new HostTurn(this, lane, Cuts)
            : await TakePlaceAsync(lane, cancellationToken).ConfigureAwait(false);
        try
        {
            await WaitAsync(cancellationToken).ConfigureAwait(false);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Lets nobody go for a while; false when the host is closed for as long already.</summary>
    public bool TryClose(TimeSpan wait)
    {
        lock (_gate)
        {
            if (wait <= ClosedFor())
            {
                return false;
            }

            (_closedAt, _closedFor) = (clock.GetTimestamp(), wait);
            return true;
        }
    }

    /// <summary>The host gave an answer other than that it is too busy.</summary>
    /// <returns>Whether the limit is higher now.</returns>
    public bool TryRaise()
    {
        lock (_gate)
        {
            _hasAnswered = true;
            if (++_answers < _limit || _limit == options.Concurrency)
            {
                return false;
            }

            _limit++;
            _answers = 0;
            Admit();
            return true;
        }
    }

    /// <summary>
    /// The host says it is too busy. Requests that were in flight together say it once, for one halving is enough.
    /// </summary>
    /// <returns>Whether the limit is lower now.</returns>
    public bool TryCut(int cutsBefore)
    {
        lock (_gate)
        {
            _hasAnswered = true;
            if (cutsBefore != _cuts)
            {
                return false;
            }

            _cuts++;
            _answers = 0;
            var before = _limit;
            _limit = Math.Max(1, _limit / 2);
            return _limit < before;
        }
    }

    /// <summary>An upload went well, or broke.</summary>
    public void UploadEnded(bool isWell)
    {
        if (isWell)
        {
            Volatile.Write(ref _brokenUploads, 0);
        }
        else
        {
            Interlocked.Increment(ref _brokenUploads);
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave(RequestLane lane)
    {
        lock (_gate)
        {
            Count(lane, -1);
            Admit();
        }
    }

    private int Cuts
    {
        get
        {
            lock (_gate)
            {
                return _cuts;
            }
        }
    }

    private int InFlight => _shortInFlight + _longInFlight;

    private int LongLimit => Math.Max(1, _limit - (_limit / 4));

    private async Task<HostTurn> TakePlaceAsync(RequestLane lane, CancellationToken cancellationToken)
    {
        var place = new Place(lane);
        lock (_gate)
        {
            (lane == RequestLane.Long ? _long : _short).AddLast(place.Node);
            Admit();
        }

        using var giveUp = cancellationToken.UnsafeRegister(_ => Withdraw(place, cancellationToken), null);
        return new HostTurn(this, lane, await place.Admitted.ConfigureAwait(false));
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        for (var wait = Closed(); wait > TimeSpan.Zero; wait = Closed())
        {
            await Pause.ForAsync(wait, clock, cancellationToken).ConfigureAwait(false);
        }

        await Pause.ForAsync(_rate?.Take(1) ?? TimeSpan.Zero, clock, cancellationToken).ConfigureAwait(false);
    }

    private TimeSpan Closed()
    {
        lock (_gate)
        {
            return ClosedFor();
        }
    }

    private TimeSpan ClosedFor() =>
        _closedFor == TimeSpan.Zero ? TimeSpan.Zero : _closedFor - clock.GetElapsedTime(_closedAt);

    private void Admit()
    {
        while (_short.First is { } next
            && InFlight < options.Concurrency
            && (InFlight < _limit || _shortInFlight == 0))
        {
            Admit(next);
        }

        while (_long.First is { } next && InFlight < _limit && _longInFlight < LongLimit)
        {
            Admit(next);
        }
    }

    private void Admit(LinkedListNode<Place> next)
    {
        next.List!.Remove(next);
        Count(next.Value.Lane, 1);
        next.Value.Admit(_cuts);
    }

    private void Withdraw(Place place, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (place.Node.List is { } queue)
            {
                queue.Remove(place.Node);
                place.Refuse(cancellationToken);
            }
        }
    }

    private void Count(RequestLane lane, int change)
    {
        _shortInFlight += lane == RequestLane.Short ? change : 0;
        _longInFlight += lane == RequestLane.Long ? change : 0;
    }

    /// <summary>A place in the queue.</summary>
    private sealed class Place
    {
        private readonly TaskCompletionSource<int> _admitted =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Place(RequestLane lane)
        {
            Lane = lane;
            Node = new LinkedListNode<Place>(this);
        }

        public RequestLane Lane { get; }

        public LinkedListNode<Place> Node { get; }

        /// <summary>Ends when the request may go, with the cuts that the limit had seen then.</summary>
        public Task<int> Admitted => _admitted.Task;

        public void Admit(int cuts) => _admitted.SetResult(cuts);

        public void Refuse(CancellationToken cancellationToken) => _admitted.SetCanceled(cancellationToken);
    }
}
