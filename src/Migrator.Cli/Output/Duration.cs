using System.Globalization;

namespace Migrator.Cli.Output;

/// <summary>Times as people write and read them: whole seconds, minutes or hours.</summary>
internal static class Duration
{
    /// <summary>Reads <c>90</c> or <c>90s</c>, <c>5m</c> and <c>1h</c>; from one second to a day.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        time = text.EndsWith('d') ? TimeSpan.Zero : Read(text);
        return time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromDays(1);
    }

    /// <summary>Reads what <see cref="TryParse"/> reads, and days (<c>2d</c>); up to 366 days.</summary>
    public static bool TryParseLong(string text, out TimeSpan time)
    {
        time = Read(text);
        return time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromDays(366);
    }

    /// <summary>Writes <c>0.4 s</c>, <c>30 s</c>, <c>5 min</c>, <c>30 h 5 min</c>.</summary>
    public static string Format(TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        < 7_200 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        _ => string.Create(
            CultureInfo.InvariantCulture, $"{(long)Math.Floor(time.TotalHours)} h {time.Minutes} min"),
    };

    // Zero when it is no time.
    private static TimeSpan Read(string text)
    {
        var (unit, digits) = text switch
        {
            [.. var rest, 's'] => (TimeSpan.TicksPerSecond, rest),
            [.. var rest, 'm'] => (TimeSpan.TicksPerMinute, rest),
            [.. var rest, 'h'] => (TimeSpan.TicksPerHour, rest),
            [.. var rest, 'd'] => (TimeSpan.TicksPerDay, rest),
            _ => (TimeSpan.TicksPerSecond, text),
        };
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= TimeSpan.MaxValue.Ticks / unit
                ? TimeSpan.FromTicks(count * unit)
                : TimeSpan.Zero;
    }
}
