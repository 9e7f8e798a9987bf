using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Engine.Resilience;

namespace Migrator.Engine.Tests.Resilience;

/// <summary>A Bindle server behind the handlers: the source side of rows 14 and 16 of the fault matrix.</summary>
public sealed class ServerSourceTests : IDisposable
{
    private const string Invoice = "bindleVersion = \"1.0.0\"\n[bindle]\nname = \"shop\"\nversion = \"1.0.0\"\n";
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedHost _host;

    public ServerSourceTests() => _host = new ScriptedHost(_clock) { Afterwards = () => Answer(Invoice) };

    [Fact]
    public async Task Open_ServerThatAsksForAWait_IsNotTakenForSilent()
    {
        // Longer than the 100 seconds that a server may be silent.
        _host.Then(429, ("Retry-After", "240"));
        var package = await RunAsync();

        Assert.Equal(BindleId.Parse("shop/1.0.0"), package.Invoice!.Id);
        Assert.Equal(240, _host.Arrivals[1].TotalSeconds);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Open_ServerInTroubleForAWhile_IsAskedAgain(int status)
    {
        _host.Then(status).Then(status).Then(status);
        await RunAsync();

        Assert.Equal(4, _host.Arrivals.Count);
    }

    [Fact]
    public async Task Open_ServerBusyForLong_IsATemporaryFault()
    {
        _host.Then(429, ("Retry-After", "3600"));
        var fault = await Assert.ThrowsAsync<BindleSourceException>(RunAsync);

        Assert.Equal(SourceFailure.Temporary, fault.Failure);
        Assert.Single(_host.Arrivals);
    }

    [Fact]
    public async Task Open_ServerThatIsSilentAfterTheWait_IsGivenUp()
    {
        _host.Then(429, ("Retry-After", "240"));
        _host.Holding = (_, stop) =>
            _host.Arrivals.Count < 2 ? Task.CompletedTask : Task.Delay(Timeout.InfiniteTimeSpan, _clock, stop);
        var fault = await Assert.ThrowsAsync<BindleSourceException>(RunAsync);

        Assert.Equal(SourceFailure.Temporary, fault.Failure);
        Assert.Contains("100 seconds", fault.Message, StringComparison.Ordinal);
    }

    // 100 seconds of silence are the limit, and 300 in all.
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 4, true)]
    [InlineData(1, 5, false)]
    [InlineData(40, 99, true)]
    [InlineData(40, 101, false)]
    public async Task Open_ServerThatDrips_IsGivenItsTimeWhileSomethingComes(
        int atATime, int secondsBetween, bool comes)
    {
        _host.Afterwards = () => new HttpResponseMessage
        {
            Content = new StreamContent(new DrippingStream(
                Encoding.UTF8.GetBytes(Invoice), atATime, TimeSpan.FromSeconds(secondsBetween), _clock))
            {
                Headers = { { "Content-Type", "application/toml" } },
            },
        };
        if (comes)
        {
            // The drip alone lets time pass: a clock that runs beside it would come closer to the limit by chance.
            await using var source = Open();
            Assert.Equal(BindleId.Parse("shop/1.0.0"), (await OpenBindleAsync(source)).Invoice!.Id);
        }
        else
        {
            Assert.Equal(
                SourceFailure.Temporary, (await Assert.ThrowsAsync<BindleSourceException>(RunAsync)).Failure);
        }
    }

    public void Dispose() => _host.Dispose();

    private static HttpResponseMessage Answer(string invoice) => new(HttpStatusCode.OK)
    {
        Content = new StringContent(invoice, null, "application/toml"),
    };

    private static Task<BindlePackage> OpenBindleAsync(BindleServerSource source) =>
        source.OpenAsync(BindleId.Parse("shop/1.0.0"), CancellationToken.None);

    private BindleServerSource Open() => new(
        ResilientHandler.Create(_host, new ResilienceOptions(), _clock),
        new BindleServerOptions { Address = BindleServerAddress.Parse("http://bindle.test/v1/") },
        _clock);

    private async Task<BindlePackage> RunAsync()
    {
        await using var source = Open();
        var opening = OpenBindleAsync(source);
        while (!opening.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }

        return await opening;
    }
}
