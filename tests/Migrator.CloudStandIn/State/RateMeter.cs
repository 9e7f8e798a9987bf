namespace Migrator.StandIn.State;

/// <summary>Counts what happens within a time that moves along.</summary>
internal sealed class RateMeter
{
    private readonly List<DateTimeOffset> _times = [];

    internal void Count(DateTimeOffset now) => _times.Add(now);

    internal int Within(TimeSpan span, DateTimeOffset now)
    {
        _times.RemoveAll(time => now - time >= TimeSpan.FromHours(1));
        return _times.Count(time => now - time < span);
    }
}
