using System.Globalization;

namespace Migrator.Engine.Resilience.Retrying;

/// <summary>When a host wants to be asked again, by its header (RFC 9110, 10.2.3).</summary>
internal static class RetryAfter
{
    private const double MaxSeconds = 1e9;

    // RFC 9110, 5.6.7: the form in use and the two old ones.
    private static readonly string[] DateForms =
        ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "ddd MMM dd HH:mm:ss yyyy"];

    /// <summary>The wait, zero or more; null when the header is missing or nonsense.</summary>
    /// <param name="response">The answer. A date is judged by its own Date, for clocks differ.</param>
    /// <param name="clock">The time of day for answers without a Date.</param>
    public static TimeSpan? ReadOrNull(HttpResponseMessage response, TimeProvider clock)
    {
        if (!response.Headers.NonValidated.TryGetValues("Retry-After", out var values)
            || values.FirstOrDefault()?.Trim() is not { Length: > 0 } text)
        {
            return null;
        }

        if (double.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out var seconds))
        {
            // "NaN" and "Infinity" are numbers to .NET, whatever the styles.
            return double.IsFinite(seconds) ? Clamp(seconds) : null;
        }

        return DateTimeOffset.TryParseExact(
            text, DateForms, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var date)
                ? Clamp((date - (response.Headers.Date ?? clock.GetUtcNow())).TotalSeconds)
                : null;
    }

    /// <summary>Seconds as a wait that is not negative and not without end.</summary>
    public static TimeSpan Clamp(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, MaxSeconds));
}
