using System.Globalization;

namespace Migrator.Cli.Output;

/// <summary>Times as people write and read them: whole seconds, minutes or hours.</summary>
internal static class Duration
{
    /// <summary>Reads <c>90</c> or <c>90s</c>, <c>5m</c> and <c>1h</c>; from one second to a day.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        var (unit, digits) = text switch
        {
            [.. var rest, 's'] => (TimeSpan.TicksPerSecond, rest),
            [.. var rest, 'm'] => (TimeSpan.TicksPerMinute, rest),
            [.. var rest, 'h'] => (TimeSpan.TicksPerHour, rest),
            _ => (TimeSpan.TicksPerSecond, text),
        };
        var isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        time = TimeSpan.FromTicks(isNumber ? count * unit : 0);
        return time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromDays(1);
    }

    /// <summary>Writes <c>0.4 s</c>, <c>30 s</c>, <c>5 min</c>.</summary>
    public static string Format(TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
    };
}
