using System.Collections.Immutable;
using Migrator.Bindle.Verification;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Reporting;

/// <summary>Counts the apps of a journal one by one; memory does not grow with them.</summary>
/// <param name="journal">The first journal's path, as commands name it.</param>
/// <param name="journals">The journals.</param>
internal sealed class ReportCounter(string journal, JournalViews journals)
{
    private const int Examples = 5;
    private const int Points = 60;
    private const int MaxStretches = 4_096;
    private readonly Dictionary<AppState, long> _states =
        Enum.GetValues<AppState>().ToDictionary(state => state, _ => 0L);

    private readonly Dictionary<(string Code, bool IsFailed), CauseCount> _causes = [];
    private readonly SortedDictionary<long, EndedCount> _stretches = [];
    private readonly Dictionary<long, string> _commands = [];
    private string? _planAgain;
    private long _seconds = 1;
    private long _parcels;
    private long _artifacts;
    private long _sent;
    private long _found;

    public ImmutableSortedDictionary<AppState, long> States => _states.ToImmutableSortedDictionary();

    public void Add(RecordedApp entry)
    {
        var app = entry.App;
        _states[app.State]++;
        _parcels = ByteSum.Add(_parcels, entry.Bindle.ParcelBytes);
        _artifacts = app.State is AppState.Done or AppState.AlreadyThere
            ? ByteSum.Add(_artifacts, entry.Blobs.Bytes)
            : _artifacts;
        _sent += entry.Sent;
        _found += FoundOf(entry);
        if (app.State is AppState.Failed or AppState.Refused)
        {
            AddCause(entry);
        }

        // What became of it since, when a run was killed or the target lost it, has not ended.
        if (entry.Last is { Ended: { } ended, Status: { } status } last && status != JobStatus.Skipped)
        {
            AddTime(ended, status is not (JobStatus.Done or JobStatus.AlreadyThere), last.Counts.BytesPushed);
        }
    }

    public ImmutableArray<FailureCause> Causes() =>
    [
        .. _causes.OrderByDescending(cause => cause.Value.Apps).ThenBy(cause => cause.Key.Code, StringComparer.Ordinal)
            .Select(cause => new FailureCause(
                cause.Key.Code,
                cause.Value.Title,
                cause.Value.Apps,
                [.. cause.Value.Examples],
                [.. cause.Value.Commands])),
    ];

    /// <summary>At most sixty stretches of time, each of some seconds, from the first end to the last.</summary>
    public ImmutableArray<TimelinePoint> Timeline()
    {
        if (_stretches.Count == 0)
        {
            return [];
        }

        var (first, last) = (_stretches.First().Key, _stretches.Last().Key);
        var length = ((last - first) / Points) + 1;
        return
        [
            .. _stretches.GroupBy(entry => (entry.Key - first) / length).Select(group => new TimelinePoint(
                DateTimeOffset.UnixEpoch.AddSeconds((first + (group.Key * length)) * _seconds),
                TimeSpan.FromSeconds(length * _seconds),
                group.Sum(entry => entry.Value.Done),
                group.Sum(entry => entry.Value.Failed),
                group.Sum(entry => entry.Value.Bytes))),
        ];
    }

    public SizeComparison Sizes() => new(_parcels, _artifacts, journals.Plan.Estimate.Bytes, _sent, _found);

    // What an earlier attempt sent, the last one found.
    private static long FoundOf(RecordedApp entry) => entry.Last is { Counts: var counts }
        ? Math.Max(0, counts.BytesAlreadyThere - (entry.Sent - counts.BytesPushed))
        : 0;

    private void AddCause(RecordedApp entry)
    {
        var isFailed = entry.App.State == AppState.Failed;
        var finding = ReportedCause.Of(entry);
        var key = (finding?.Code ?? "none", isFailed);
        if (!_causes.TryGetValue(key, out var count))
        {
            _causes[key] = count = new CauseCount(finding?.Title ?? "no cause was recorded");
        }

        count.Apps++;
        count.Commands.Add(NeedsPlan.Of(entry, finding) ? PlanAgain() : RunOf(entry));
        if (count.Examples.Count < Examples)
        {
            count.Examples.Add(Example(MessageText.Line(entry.App.Title), finding?.Message ?? ""));
        }
    }

    private string PlanAgain() => _planAgain ??= RetryCommand.Plan(
        journals.Plan, journal, journals.Runs() is [.., var last] ? last.Flags : null);

    private string RunOf(RecordedApp entry)
    {
        var run = entry.Last?.Run ?? 0;
        if (!_commands.TryGetValue(run, out var command))
        {
            var (path, made) = journals.OriginOf(entry);
            _commands[run] = command = RetryCommand.Run(
                journals.Plan, path, Shard.TryParse(made?.Shard, out var shard) ? shard : null, made?.Folder,
                made?.Flags);
        }

        return command;
    }

    // Messages about a place that is no bindle begin with the whole place, whose end is the title then.
    private static (string, string) Example(string title, string message) =>
        (title, message.Split($"{title} ", 2) is [var before, var rest]
            && (before.Length == 0 || (before[^1] is '/' or '\\' && !before.Contains(' ', StringComparison.Ordinal)))
                ? rest : message);

    private void AddTime(DateTimeOffset ended, bool isFailed, long bytes)
    {
        if (_stretches.Count == MaxStretches)
        {
            DoubleStretches();
        }

        var count = CountAt(ended.ToUnixTimeSeconds() / _seconds);
        count.Bytes += bytes;
        count.Failed += isFailed ? 1 : 0;
        count.Done += isFailed ? 0 : 1;
    }

    private EndedCount CountAt(long stretch)
    {
        if (!_stretches.TryGetValue(stretch, out var count))
        {
            _stretches[stretch] = count = new EndedCount();
        }

        return count;
    }

    // A weekend has more seconds than a drawing has room for.
    private void DoubleStretches()
    {
        var single = _stretches.ToList();
        _stretches.Clear();
        _seconds *= 2;
        foreach (var (stretch, ended) in single)
        {
            var count = CountAt(stretch / 2);
            count.Bytes += ended.Bytes;
            count.Failed += ended.Failed;
            count.Done += ended.Done;
        }
    }

    private sealed class CauseCount(string title)
    {
        public string Title => title;

        public long Apps { get; set; }

        public List<(string, string)> Examples { get; } = [];

        public SortedSet<string> Commands { get; } = new(StringComparer.Ordinal);
    }

    private sealed class EndedCount
    {
        public long Done { get; set; }

        public long Failed { get; set; }

        public long Bytes { get; set; }
    }
}
