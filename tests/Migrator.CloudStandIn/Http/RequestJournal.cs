using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Migrator.StandIn.Http;

/// <summary>Every request the stand-in has seen, in the order of arrival.</summary>
public sealed class RequestJournal
{
    private readonly Lock _lock = new();
    private readonly List<LoggedRequest> _requests = [];

    internal RequestJournal()
    {
    }

    /// <summary>A request was answered, or its connection cut.</summary>
    public event Action<LoggedRequest>? Answered;

    /// <summary>All requests.</summary>
    public ImmutableArray<LoggedRequest> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Requests that asked to change something: in the API and in the registry. Logins are none.</summary>
    public ImmutableArray<LoggedRequest> Writes => [.. All.Where(request => request.IsWrite)];

    /// <summary>Requests to one part.</summary>
    /// <param name="area">The part.</param>
    public ImmutableArray<LoggedRequest> Of(Area area) => [.. All.Where(request => request.Area == area)];

    /// <summary>Requests of one operation.</summary>
    /// <param name="operation">Method and template: <c>POST /api/revisions</c>.</param>
    public ImmutableArray<LoggedRequest> Of(string operation) =>
        [.. All.Where(request => request.Operation == operation)];

    /// <summary>Forgets what was seen so far.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
        }
    }

    /// <summary>Every request on a line, for a failed test's message.</summary>
    public override string ToString() => string.Join('\n', All);

    internal void End(LoggedRequest request) => Answered?.Invoke(request);

    internal LoggedRequest Begin(HttpContext context, Area area, DateTimeOffset time)
    {
        lock (_lock)
        {
            var request = new LoggedRequest(context, area, _requests.Count + 1, time);
            _requests.Add(request);
            return request;
        }
    }
}
