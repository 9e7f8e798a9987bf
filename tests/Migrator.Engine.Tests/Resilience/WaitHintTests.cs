using System.Net;
using Microsoft.Extensions.Time.Testing;
using Migrator.Engine.Resilience.Retrying;

namespace Migrator.Engine.Tests.Resilience;

public sealed class WaitHintTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("120", null, 120.0)]
    [InlineData("1.5", null, 1.5)]
    [InlineData("0", null, 0.0)]
    [InlineData("-7", null, 0.0)]
    [InlineData("1e5", null, null)]
    [InlineData("99999999999999999999", null, 1e9)]
    [InlineData("soon", null, null)]
    [InlineData("NaN", null, null)]
    [InlineData("-NaN", null, null)]
    [InlineData("Infinity", null, null)]
    [InlineData("-Infinity", null, null)]
    [InlineData("", null, null)]
    [InlineData("Sat, 03 Feb 2001 04:05:16 GMT", "Sat, 03 Feb 2001 04:05:06 GMT", 10.0)]
    [InlineData("Sat, 03 Feb 2001 04:05:06 GMT", "Sat, 03 Feb 2001 04:05:16 GMT", 0.0)]
    [InlineData("Tue, 01 Jan 2030 00:01:00 GMT", null, 60.0)]
    [InlineData("Tue, 01 Jan 2030 00:01:00 GMT", "nonsense", 60.0)]
    [InlineData("Saturday, 03-Feb-01 04:05:16 GMT", "Sat, 03 Feb 2001 04:05:06 GMT", 10.0)]
    [InlineData("Sat Feb  3 04:05:16 2001", "Sat, 03 Feb 2001 04:05:06 GMT", 10.0)]
    public void RetryAfter_EveryForm_IsRead(string header, string? date, double? seconds)
    {
        using var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        answer.Headers.TryAddWithoutValidation("Retry-After", header);
        if (date is not null)
        {
            answer.Headers.TryAddWithoutValidation("Date", date);
        }

        Assert.Equal(seconds, RetryAfter.ReadOrNull(answer, _clock)?.TotalSeconds);
    }

    [Theory]
    [InlineData("retry-after: 10.48ms, allowed: 2000/minute", 0.01048)]
    [InlineData("Retry-After: 1m30.5s, allowed: 44000/minute", 90.5)]
    [InlineData("rate exceeded; please try again in 30 seconds.", 30.0)]
    [InlineData("""{"errors":[{"code":"TOOMANYREQUESTS","detail":{"retry_after":5}}]}""", 5.0)]
    [InlineData("""{"retryAfter":"2 minutes"}""", 120.0)]
    [InlineData("retry after 1h2m3s", 3723.0)]
    [InlineData("retry-after: 2026-11-25T10:00:00Z", null)]
    [InlineData("you have reached your pull rate limit", null)]
    [InlineData("", null)]
    public void BodyHint_Text_IsFound(string text, double? seconds) =>
        Assert.Equal(seconds, BodyHint.Find(text)?.TotalSeconds);

    [Fact]
    public async Task BodyHint_Body_CanStillBeReadAndIsBounded()
    {
        using var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests)
        {
            Content = new StringContent("retry-after: 3s " + new string('x', 1_000_000), null, "text/plain"),
        };
        Assert.Equal(TimeSpan.FromSeconds(3), await BodyHint.ReadOrNullAsync(answer, _clock, default));
        var left = await answer.Content.ReadAsStringAsync();
        Assert.StartsWith("retry-after: 3s xxx", left, StringComparison.Ordinal);
        Assert.InRange(left.Length, 64 * 1024, 80 * 1024);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
    }
}
