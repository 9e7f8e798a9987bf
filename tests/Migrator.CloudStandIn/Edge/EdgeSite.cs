using System.Collections.Immutable;
using Migrator.StandIn.Model;

namespace Migrator.StandIn.Edge;

/// <summary>What answers under one domain: the running version, or two of them while one takes over.</summary>
public sealed class EdgeSite
{
    private readonly Lock _lock = new();
    private readonly StandInOptions _options;
    private readonly List<EdgeAnswer> _answers = [];
    private Failover? _failover;
    private bool _stopped;
    private int _failovers;

    internal EdgeSite(string domain, StandInOptions options) => (Domain, _options) = (domain, options);

    /// <summary>Host and port, as <c>domain</c> and <c>subdomain</c> say it.</summary>
    public string Domain { get; }

    /// <summary>The address of the app.</summary>
    public Uri Address => new($"http://{Domain}/");

    /// <summary>When the last version was activated; null when none was.</summary>
    public DateTimeOffset? ActivatedAt
    {
        get
        {
            lock (_lock)
            {
                return _failover?.Since;
            }
        }
    }

    /// <summary>What was activated last; null for nothing.</summary>
    public AppInstance? Active
    {
        get
        {
            lock (_lock)
            {
                return _failover?.Next;
            }
        }
    }

    /// <summary>How often a version was activated.</summary>
    public int Activations
    {
        get
        {
            lock (_lock)
            {
                return _failovers;
            }
        }
    }

    /// <summary>Every request so far, in order.</summary>
    public ImmutableArray<EdgeAnswer> Answers
    {
        get
        {
            lock (_lock)
            {
                return [.. _answers];
            }
        }
    }

    /// <summary>
    /// How long new and others answered side by side since the last activation, by the requests there were: from the
    /// first answer of new to the last of anybody else. Zero where they never did.
    /// </summary>
    public TimeSpan AnsweredOverlap
    {
        get
        {
            lock (_lock)
            {
                var since = _answers.FindAll(answer => answer.Time >= _failover?.Since);
                var first = since.Find(answer => answer.Answerer == Answerer.New);
                var last = since.FindLast(answer => answer.Answerer != Answerer.New);
                return first is not null && last is not null && last.Time > first.Time
                    ? last.Time - first.Time
                    : TimeSpan.Zero;
            }
        }
    }

    /// <summary>
    /// Whether calling the app ready at a moment was false: by the script, old may still answer then or within the
    /// time that follows.
    /// </summary>
    /// <param name="readyAt">When it was called ready.</param>
    /// <param name="within">How long old must stay away; 10 s in the promise of this project.</param>
    public bool IsFalseReady(DateTimeOffset readyAt, TimeSpan within)
    {
        lock (_lock)
        {
            return _failover is { } failover
                && failover.Script.OldAnswersBetween(readyAt - failover.Since, readyAt - failover.Since + within);
        }
    }

    internal void Activate(AppInstance? next, DateTimeOffset now, FailoverScript? script = null)
    {
        lock (_lock)
        {
            var seed = unchecked((_options.Seed * 1_000_003) + ++_failovers);
            _failover = new Failover(script ?? _options.Failover, _failover?.Next, next, now, seed);
            _stopped = false;
        }
    }

    internal void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
        }
    }

    internal void Start(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_stopped)
            {
                _stopped = false;
                _failover = _failover is { } last
                    ? new Failover(FailoverScript.Immediate, null, last.Next, now, _options.Seed)
                    : null;
            }
        }
    }

    internal EdgeAnswer Ask(string path, string connection, DateTimeOffset now)
    {
        lock (_lock)
        {
            var answer = Draw(path, connection, now);
            _answers.Add(answer);
            return answer;
        }
    }

    internal HealthStatus Health(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_stopped || _failover is not { Next.IsHealthy: true } failover)
            {
                return HealthStatus.Unhealthy;
            }

            var step = failover.Script.StepAt(now - failover.Since);
            return step.BadGateway + step.NotFound > 0 ? HealthStatus.Degraded : HealthStatus.Healthy;
        }
    }

    private EdgeAnswer Draw(string path, string connection, DateTimeOffset now)
    {
        if (_stopped || _failover is not { } failover)
        {
            return new(now, Answerer.NotFound, null, path, connection);
        }

        var drawn = _options.StickyConnections ? failover.DrawSticky(connection, now) : failover.Draw(now);
        return drawn switch
        {
            Answerer.Old => Of(drawn, failover.Old),
            Answerer.New => Of(drawn, failover.Next),
            _ => Of(drawn, null),
        };

        // Where nothing ran before, nobody knows the name yet; what cannot start leaves the proxy alone.
        EdgeAnswer Of(Answerer answerer, AppInstance? instance) => instance switch
        {
            null when answerer is Answerer.Old or Answerer.New => new(now, Answerer.NotFound, null, path, connection),
            { IsHealthy: false } => new(now, Answerer.BadGateway, null, path, connection),
            _ => new(now, answerer, instance, path, connection),
        };
    }
}
