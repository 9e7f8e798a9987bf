using System.Collections.Immutable;

namespace Migrator.Cloud.Health;

/// <summary>The samples of one watch, and what follows from them.</summary>
/// <param name="expected">What makes a sample new.</param>
/// <param name="activatedAt">When the activation was answered.</param>
internal sealed class SampleLog(ExpectedImage expected, DateTimeOffset activatedAt)
{
    private readonly List<(ProbeSample Sample, bool IsNew)> _samples = [];
    private int _newInARow;
    private int _longestBroken;
    private int _beforeAnyHost;
    private int _taken;

    /// <summary>Whether the new version has ever answered.</summary>
    public bool HasNew { get; private set; }

    /// <summary>Adds a sample; they come in the order of their answers.</summary>
    public void Add(ProbeSample sample)
    {
        var isNew = expected.IsMetBy(sample);
        HasNew |= isNew;
        if (sample.Kind is ProbeKind.Gone or ProbeKind.Failed && _beforeAnyHost == _samples.Count)
        {
            _beforeAnyHost++;
        }

        _samples.Add((sample, isNew));
        if (IsOld(_samples[^1]))
        {
            // Errors end a row, too, but tell nothing of old answers.
            _longestBroken = Math.Max(_longestBroken, _newInARow);
        }

        _newInARow = isNew ? _newInARow + 1 : 0;
    }

    /// <summary>Whether enough of the last samples are all new, and span W.</summary>
    public bool IsConverged(HealthOptions options) =>
        _newInARow >= NeededInARow(options)
        && _newInARow > 0
        && _samples[^1].Sample.At - _samples[^_newInARow].Sample.At >= options.Span;

    /// <summary>Whether a row is asked for that is longer than K, since old answers have ended one.</summary>
    public bool NeedsALongRow(HealthOptions options) => NeededInARow(options) > options.SamplesInARow;

    /// <summary>
    /// Whether so many of the last samples are errors that waiting is of no use. That the host of a new application is
    /// not known at first says nothing.
    /// </summary>
    public bool HasTooManyErrors(HealthOptions options)
    {
        if (_samples.Count == _beforeAnyHost || !_samples[^1].Sample.IsError)
        {
            return false;
        }

        var since = _samples[^1].Sample.At - options.ErrorSpan;
        return _samples[_beforeAnyHost].Sample.At <= since
            && _samples.SkipWhile(entry => entry.Sample.At < since)
                .GroupBy(SecondOf)
                .Average(second => second.Average(entry => entry.Sample.IsError ? 1.0 : 0)) > options.MaxErrorShare;
    }

    /// <summary>The seconds that ended before a time and were not taken yet.</summary>
    public IReadOnlyList<SecondShare> TakeBefore(DateTimeOffset time)
    {
        var second = Math.Floor((time - activatedAt).TotalSeconds);
        var over = _samples.Skip(_taken).TakeWhile(entry => SecondOf(entry) < second).ToList();
        _taken += over.Count;
        return [.. over.GroupBy(SecondOf).Select(Share)];
    }

    /// <summary>Reports what was seen.</summary>
    public HealthReport Report(HealthVerdict verdict, DateTimeOffset now)
    {
        var errors = _samples.Where(entry => entry.Sample.IsError).Select(entry => entry.Sample.At).ToList();
        return new HealthReport
        {
            Verdict = verdict,
            Duration = now - activatedAt,
            TimeToFirstNew = FirstNew() - activatedAt,
            Overlap = OverlapOf(),
            Samples = _samples.Count,
            OldSamples = _samples.Count(IsOld),
            ErrorSamples = errors.Count,
            ErrorSpan = errors.Count == 0 ? null : errors[^1] - errors[0],
            Seconds = [.. _samples.GroupBy(SecondOf).OrderBy(second => second.Key).Select(Share)],
        };
    }

    private int NeededInARow(HealthOptions options) => _longestBroken == 0
        ? options.SamplesInARow
        : Math.Max(
            options.SamplesInARow,
            Math.Min(options.MaxSamplesInARow, (_longestBroken + 1) * options.TimesTheBrokenRow));

    private static bool IsOld((ProbeSample Sample, bool IsNew) entry) => !entry.IsNew && !entry.Sample.IsError;

    private static SecondShare Share(IGrouping<int, (ProbeSample Sample, bool IsNew)> second) => new(
        second.Key,
        second.Count(entry => entry.IsNew),
        second.Count(IsOld),
        second.Count(entry => entry.Sample.IsError));

    private int SecondOf((ProbeSample Sample, bool IsNew) entry) =>
        (int)Math.Floor((entry.Sample.At - activatedAt).TotalSeconds);

    private DateTimeOffset? FirstNew() =>
        _samples.Where(entry => entry.IsNew).Select(entry => (DateTimeOffset?)entry.Sample.At).FirstOrDefault();

    private TimeSpan OverlapOf()
    {
        var lastOther = _samples.Where(entry => !entry.IsNew)
            .Select(entry => (DateTimeOffset?)entry.Sample.At)
            .LastOrDefault();
        return lastOther - FirstNew() is { } overlap && overlap > TimeSpan.Zero ? overlap : TimeSpan.Zero;
    }
}
