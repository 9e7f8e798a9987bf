using System.Globalization;
using System.Text;
using Migrator.Engine.Batch;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Reporting;

/// <summary>Words, sizes and times as reports write them.</summary>
internal static class ReportText
{
    private const string ChangedPlan = "The plan in the journal is not the one that was made: its digest differs. "
        + "Nothing here can be relied on.";

    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>A size such as <c>1.2 GiB</c>.</summary>
    public static string Size(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (value >= 1024 && unit < Units.Length - 1)
        {
            (value, unit) = (value / 1024, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? bytes : value):0.#} {Units[unit]}");
    }

    /// <summary>A number with thin groups, such as <c>12 345</c>.</summary>
    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture)
        .Replace(',', ' ');

    /// <summary>A number with what is counted, such as <c>2 errors</c>.</summary>
    public static string Count(long number, string one) => $"{Number(number)} {one}{(number == 1 ? "" : "s")}";

    /// <summary>A time to the second, UTC.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A duration such as <c>2h 03m 04s</c>.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0}s")
        : time.TotalHours < 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}m {time.Seconds:00}s")
        : string.Create(
            CultureInfo.InvariantCulture, $"{(long)time.TotalHours}h {time.Minutes:00}m {time.Seconds:00}s");

    /// <summary>What a reader must know before anything else.</summary>
    public static IEnumerable<string> Warnings(BatchReport report) => report.IsPlanSealed
        ? report.Plan.Warnings
        : report.Plan.Warnings.Prepend(ChangedPlan);

    /// <summary>A state in words.</summary>
    public static string State(AppState state) => state switch
    {
        AppState.Waiting => "waiting",
        AppState.Begun => "begun",
        AppState.Done => "done",
        AppState.AlreadyThere => "already there",
        AppState.Failed => "failed",
        AppState.Skipped => "skipped",
        _ => "refused",
    };

    /// <summary>What is known of a run that has no end.</summary>
    public static string WithoutEnd(RecordedRun run) => run.WasKilled ? "was killed" : "goes on, or was killed";

    /// <summary>Why bindles are not in a plan, in words after their number.</summary>
    public static string Why(LeftOut reason) => reason switch
    {
        LeftOut.Name => "of other names",
        LeftOut.Version => "of other versions",
        LeftOut.Prerelease => "pre-releases",
        LeftOut.Yanked => "yanked",
        LeftOut.NotLatest => "not the latest",
        LeftOut.NotSignedBy => "not signed as asked",
        _ => "listed before",
    };

    /// <summary>An enumeration's name in small words with dashes.</summary>
    public static string Kebab<T>(T value)
        where T : struct, Enum
    {
        var text = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            text.Append(char.IsAsciiLetterUpper(letter) && text.Length > 0 ? "-" : "")
                .Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
