using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Migrator.Cli.Clouds;
using Migrator.Cli.Help;
using Migrator.Cli.Output;
using Migrator.Cloud.Health;

namespace Migrator.Cli.Commands.Clouds;

/// <summary>The options on how long and how closely an application is watched.</summary>
internal sealed class HealthFlags
{
    private readonly Option<int?> _samples = Quantity.Create<int>(
        "--health-samples",
        "N",
        "How many answers in a row must be the new version's (default: 30).",
        (text, out value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            && value is >= 1 and <= 10_000,
        "a number from 1 to 10000");

    private readonly Option<TimeSpan?> _span = Quantity.Create<TimeSpan>(
        "--health-span",
        "TIME",
        "How long they must span (default: 15s).",
        Duration.TryParse,
        "a time; expected seconds, or a number with s, m or h");

    private readonly Option<TimeSpan?> _limit = Quantity.Create<TimeSpan>(
        "--health-timeout",
        "TIME",
        "When the watch ends, ready or not (default: 3m).",
        Duration.TryParse,
        "a time; expected seconds, or a number with s, m or h");

    public IEnumerable<Option> All => [_samples, _span, _limit];

    public void AddTo(CliCommand command) => command.Add("Health", All);

    /// <summary>How to watch, shown as it happens.</summary>
    public CloudPacing PacingOf(ParseResult parsed, Report report) =>
        CloudPacing.Shown(OptionsOf(parsed), report) with { Words = WordsOf(parsed) };

    /// <summary>Those that were given, to be typed again.</summary>
    public ImmutableArray<string> WordsOf(ParseResult parsed) => GivenWords.Of(parsed, All);

    public HealthOptions OptionsOf(ParseResult parsed)
    {
        var usual = new HealthOptions();
        var samples = parsed.GetValue(_samples) ?? usual.SamplesInARow;
        return usual with
        {
            SamplesInARow = samples,
            MaxSamplesInARow = Math.Max(samples, usual.MaxSamplesInARow),
            BaselineSamples = Math.Min(samples, usual.BaselineSamples),
            Span = parsed.GetValue(_span) ?? usual.Span,
            Limit = parsed.GetValue(_limit) ?? usual.Limit,
        };
    }
}
