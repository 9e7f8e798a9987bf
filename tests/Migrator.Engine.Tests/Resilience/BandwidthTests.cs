using Migrator.Engine.Resilience;
using Migrator.Engine.Tests.Fakes;

namespace Migrator.Engine.Tests.Resilience;

public sealed class BandwidthTests
{
    private readonly SkippingClock _clock = new();

    [Fact]
    public async Task Send_LongBodyUp_TakesItsTime()
    {
        using var invoker = Invoker(new ScriptedHost(_clock), 100_000);
        using var request = ScriptedHost.Request(
            HttpMethod.Put, body: new ByteArrayContent(new byte[1_000_000]));
        await invoker.SendAsync(request, default);

        // A second's worth goes at once.
        Assert.InRange(_clock.Waits.Sum(wait => wait.TotalSeconds), 8.5, 9.5);
        Assert.All(_clock.Waits, wait => Assert.InRange(wait.TotalSeconds, 0, 0.3));
    }

    [Fact]
    public async Task Send_LongBodyDown_TakesItsTime()
    {
        var host = new ScriptedHost(_clock)
        {
            Afterwards = () => new HttpResponseMessage { Content = new ByteArrayContent(new byte[1_000_000]) },
        };
        using var invoker = Invoker(host, 100_000);
        using var answer = await invoker.SendAsync(ScriptedHost.Request(HttpMethod.Get), default);
        Assert.Empty(_clock.Waits);
        await answer.Content.CopyToAsync(Stream.Null);

        Assert.Equal(1_000_000, answer.Content.Headers.ContentLength);
        Assert.InRange(_clock.Waits.Sum(wait => wait.TotalSeconds), 8.5, 9.5);
    }

    private HttpMessageInvoker Invoker(HttpMessageHandler host, long rate) =>
        new(ResilientHandler.Create(host, new ResilienceOptions { BytesPerSecond = rate }, _clock));
}
