using System.Collections.Immutable;
using System.Globalization;

namespace Migrator.StandIn.Edge;

/// <summary>How new takes over from old: steps in the order of time, the first at 0.</summary>
public sealed record FailoverScript
{
    /// <summary>Makes a script.</summary>
    /// <param name="steps">The steps in order of time; the first is at 0 and each has some weight.</param>
    public FailoverScript(params ImmutableArray<FailoverStep> steps)
    {
        var ordered = steps.Zip(steps.Skip(1), (step, next) => step.At < next.At).All(inOrder => inOrder);
        if (steps.IsEmpty || steps[0].At != TimeSpan.Zero || !ordered || steps.Any(step => step.Total <= 0))
        {
            throw new ArgumentException("A script starts at 0, goes on in time, and each step has weight.");
        }

        Steps = steps;
    }

    /// <summary>
    /// The pattern of the FAQ: <c>0:100/0, 3:70/30, 6:40/40/20, 10:10/70/20, 14:0/100</c>.
    /// </summary>
    public static FailoverScript Default { get; } = Parse("0:100/0, 3:70/30, 6:40/40/20, 10:10/70/20, 14:0/100");

    /// <summary>New answers at once.</summary>
    public static FailoverScript Immediate { get; } = Parse("0:0/100");

    /// <summary>The steps.</summary>
    public ImmutableArray<FailoverStep> Steps { get; }

    /// <summary>When only new answers from then on; null when it never comes to that.</summary>
    public TimeSpan? SettlesAt => Steps[^1].IsSettled ? Steps[LastUnsettled + 1].At : null;

    /// <summary>When new answers for the first time; null for never.</summary>
    public TimeSpan? NewAt => Steps.FirstOrDefault(step => step.New > 0)?.At;

    /// <summary>How long new and others answer side by side; null when others never stop.</summary>
    public TimeSpan? Overlap => SettlesAt - NewAt is { } overlap && overlap > TimeSpan.Zero ? overlap
        : SettlesAt is null || NewAt is null ? null
        : TimeSpan.Zero;

    private int LastUnsettled => Steps.Select((step, index) => step.IsSettled ? -1 : index).Max();

    /// <summary>Reads a script: <c>SECONDS:OLD/NEW[/502[/404]], …</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is no such list.</exception>
    public static FailoverScript Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new([.. text.Split(',', StringSplitOptions.TrimEntries).Select(ParseStep)]);
    }

    /// <summary>The default script with old answers that go on: <c>14:P/(100-P)</c> until a later moment.</summary>
    /// <param name="percent">Share of old answers in the tail, in percent.</param>
    /// <param name="until">When the tail ends, after activation.</param>
    public static FailoverScript WithTail(int percent, TimeSpan until) => new(
    [
        .. Default.Steps[..^1],
        new FailoverStep(TimeSpan.FromSeconds(14), percent, 100 - percent),
        new FailoverStep(until, 0, 100),
    ]);

    /// <summary>The step that holds at a moment.</summary>
    /// <param name="elapsed">Time since activation.</param>
    public FailoverStep StepAt(TimeSpan elapsed) => Steps.LastOrDefault(step => step.At <= elapsed) ?? Steps[0];

    /// <summary>Whether old may answer at any moment between two, the ends included.</summary>
    /// <param name="from">Time since activation.</param>
    /// <param name="to">A later time.</param>
    public bool OldAnswersBetween(TimeSpan from, TimeSpan to) =>
        StepAt(from).Old > 0 || Steps.Any(step => step.Old > 0 && step.At >= from && step.At <= to);

    /// <summary>The script as it is parsed.</summary>
    public override string ToString() => string.Join(", ", Steps.Select(step => string.Create(
        CultureInfo.InvariantCulture,
        $"{step.At.TotalSeconds}:{step.Old}/{step.New}/{step.BadGateway}/{step.NotFound}")));

    private static FailoverStep ParseStep(string text)
    {
        if (text.Split(':') is not [var at, var weights]
            || !double.TryParse(at, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            throw new FormatException($"'{text}' is no step of a failover; write SECONDS:OLD/NEW[/502[/404]].");
        }

        int[] numbers = [.. weights.Split('/').Select(weight => int.Parse(weight, CultureInfo.InvariantCulture))];
        return numbers.Length is < 2 or > 4
            ? throw new FormatException($"'{text}' has {numbers.Length} weights, and 2 to 4 are needed.")
            : new FailoverStep(
                TimeSpan.FromSeconds(seconds),
                numbers[0],
                numbers[1],
                numbers.ElementAtOrDefault(2),
                numbers.ElementAtOrDefault(3));
    }
}
