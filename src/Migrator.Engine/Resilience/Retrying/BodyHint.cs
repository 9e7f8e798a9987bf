using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Migrator.Engine.Resilience.Retrying;

/// <summary>
/// When a host wants to be asked again, by words in its answer's body: GitHub's registry says
/// <c>retry-after: 10.48ms, allowed: 2000/minute</c> there and nothing in a header (spec/oci-peers.md 3c).
/// </summary>
internal static partial class BodyHint
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxSearched = 4 * 1024;
    private static readonly TimeSpan MaxReading = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Reads the start of a body, and no more than that; it is the answer's body afterwards, for others to read.
    /// </summary>
    public static async ValueTask<TimeSpan?> ReadOrNullAsync(
        HttpResponseMessage response, TimeProvider clock, CancellationToken cancellationToken)
    {
        var start = await ReadStartAsync(response, clock, cancellationToken).ConfigureAwait(false);
        var whole = response.Content;
        response.Content = ReplacedBody.Of(whole, new ByteArrayContent(start));
        response.Content.Headers.ContentLength = start.Length;
        whole.Dispose();
        return Find(Encoding.UTF8.GetString(start.AsSpan(0, Math.Min(start.Length, MaxSearched))));
    }

    /// <summary>Finds a hint in a text.</summary>
    public static TimeSpan? Find(string text)
    {
        var hint = Hint().Match(text);
        return hint.Success
            ? RetryAfter.Clamp(Parts().Matches(hint.Groups["wait"].Value).Sum(part =>
                double.Parse(part.Groups["count"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture)
                * SecondsIn(part.Groups["unit"].Value)))
            : null;
    }

    private static double SecondsIn(string unit) => unit switch
    {
        "ns" => 1e-9,
        "us" or "µs" => 1e-6,
        _ when unit.StartsWith("ms", StringComparison.OrdinalIgnoreCase)
            || unit.StartsWith("milli", StringComparison.OrdinalIgnoreCase) => 1e-3,
        _ when unit.StartsWith("m", StringComparison.OrdinalIgnoreCase) => 60,
        _ when unit.StartsWith("h", StringComparison.OrdinalIgnoreCase) => 3600,
        _ => 1,
    };

    private static async Task<byte[]> ReadStartAsync(
        HttpResponseMessage response, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var start = new MemoryStream();
        var begun = clock.GetTimestamp();
        var buffer = new byte[4096];
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = body.ConfigureAwait(false);
            int count;
            do
            {
                count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                start.Write(buffer, 0, count);
            }
            while (count > 0 && start.Length < MaxBytes && clock.GetElapsedTime(begun) < MaxReading);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            // The status tells that the host is busy; its words are a bonus.
            return start.ToArray();
        }

        return start.ToArray();
    }

    [GeneratedRegex(
        """(?:retry|try again)[-_ ]?(?:after|in)["']?\s*[:=]?\s*["']?(?<wait>(?:"""
        + """\d{1,12}(?:\.\d{1,12})? ?(?:ns|us|µs|ms|milliseconds?|seconds?|secs?|s|minutes?|mins?|m|hours?|h)?"""
        + """){1,4})(?![-:/\d])""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Hint();

    [GeneratedRegex("""(?<count>\d+(?:\.\d+)?) ?(?<unit>[a-zµ]*)""", RegexOptions.IgnoreCase)]
    private static partial Regex Parts();
}
