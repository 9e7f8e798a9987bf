using Migrator.StandIn.Http;

namespace Migrator.StandIn.Tests;

/// <summary>Faults and quotas, each knob once.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task Fault_Status_ComesWithItsHeaderAtItsTurn()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Faults.On("GET /api/apps", StandInFault.Status(429, "Slow down", retryAfter: 7), nth: 2);

        var first = await cloud.Client.GetAsync("api/apps");
        var second = await cloud.Client.GetAsync("api/apps");
        var third = await cloud.Client.GetAsync("api/apps");

        Assert.Equal((200, 429, 200), (first.Status, second.Status, third.Status));
        Assert.Equal(("7", "Slow down"), (second.Headers["Retry-After"], (string)second.Json["title"]!));
        Assert.Equal(["429"], cloud.StandIn.Requests.All.Select(request => request.Fault).OfType<string>());
    }

    [Fact]
    public async Task Fault_Drop_CutsBeforeOrAfterTheWork()
    {
        await using var cloud = await Cloud.StartAsync();
        var app = cloud.StandIn.Seeds.LegacyApp("hello");
        cloud.StandIn.Faults
            .On("POST /api/variable-pairs", StandInFault.Drop())
            .On("POST /api/variable-pairs", StandInFault.DoneButDrop(), nth: 2);
        string Body(string name) => $$"""{"appId":"{{app.Id}}","variable":"{{name}}","value":"x"}""";

        await Assert.ThrowsAsync<HttpRequestException>(() => cloud.Client.PostAsync("api/variable-pairs", Body("a")));
        await Assert.ThrowsAsync<HttpRequestException>(() => cloud.Client.PostAsync("api/variable-pairs", Body("b")));

        Assert.Equal(["b"], app.Variables.Keys);
        Assert.All(cloud.StandIn.Requests.All, request => Assert.Null(request.Status));
    }

    [Fact]
    public async Task Fault_DoneButSays_HasDoneIt()
    {
        await using var cloud = await Cloud.StartAsync();
        var app = cloud.StandIn.Seeds.LegacyApp("hello");
        cloud.StandIn.Faults.On("DELETE /api/apps/{id}", StandInFault.DoneButSays(500));

        var answer = await cloud.Client.DeleteAsync($"api/apps/{app.Id}");

        Assert.Equal(500, answer.Status);
        Assert.Empty(cloud.StandIn.State.Apps);
    }

    [Fact]
    public async Task Fault_Truncated_EndsWithinTheBody()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Faults.On("GET /api/apps", StandInFault.Truncated(10));

        await Assert.ThrowsAsync<HttpRequestException>(() => cloud.Client.GetAsync("api/apps"));
    }

    [Fact]
    public async Task Fault_Latency_IsOnTheClockOfTheStandIn()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Faults.On("GET /api/apps", StandInFault.Latency(TimeSpan.FromHours(1)));

        var answer = await cloud.Clock.RunAsync(() => cloud.Client.GetAsync("api/apps"), TimeSpan.FromHours(1));

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task Fault_BodyOfAGetLost_IsAMissingBody()
    {
        await using var cloud = await Cloud.StartAsync();
        var app = cloud.StandIn.Seeds.LegacyApp("hello");
        cloud.StandIn.Faults.On("GET /api/variable-pairs", StandInFault.BodyLost());

        var answer = await cloud.Client.GetAsync("api/variable-pairs", $$"""{"appId":"{{app.Id}}"}""");

        Assert.Equal(400, answer.Status);
        Assert.Contains("A non-empty request body is required.", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_Then_RunsWhenTheWorkIsDone()
    {
        await using var cloud = await Cloud.StartAsync();
        var app = cloud.StandIn.Seeds.LegacyApp("hello");
        var apps = -1;
        cloud.StandIn.Faults.On("DELETE /api/apps/{id}", StandInFault.Then(() =>
        {
            apps = cloud.StandIn.State.Apps.Length;
            return Task.CompletedTask;
        }));

        await cloud.Client.DeleteAsync($"api/apps/{app.Id}");

        Assert.Equal(0, apps);
    }

    [Theory]
    [InlineData(false, 5)]
    [InlineData(true, 6)]
    public async Task Quota_SixthApp_IsRefusedAndMayStayBehind(bool leaves, int left)
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions
        {
            Quotas = Quotas.Starter with { LeavesAppBehind = leaves },
        });
        cloud.StandIn.Seeds.ManyApps(5);
        await cloud.Client.PushAsync("hello", "1.0.0");

        var answer = await cloud.Client.PostAsync("api/apps", """{"name":"hello","storageId":"oci://hello"}""");

        Assert.Equal((500, left), (answer.Status, cloud.StandIn.State.Apps.Length));
    }

    [Fact]
    public async Task Quota_DeploysOfAMinute_ComeBackWithTime()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync();
        for (var deploy = 2; deploy <= 10; deploy++)
        {
            await cloud.RegisterAsync("oci://hello", "1.0.0-r80e5abb");
        }

        var refused = await cloud.RegisterAsync("oci://hello", "1.0.0-r80e5abb");
        cloud.Clock.Advance(TimeSpan.FromMinutes(1));
        var taken = await cloud.RegisterAsync("oci://hello", "1.0.0-r80e5abb");

        Assert.Equal((429, "60", 200), (refused.Status, refused.Headers["Retry-After"], taken.Status));
        Assert.Equal(11, cloud.StandIn.State.Revisions.Length);
    }

    [Fact]
    public async Task Quota_RequestsOfAnHour_AnswersAsItIsTold()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions
        {
            Quotas = Quotas.Starter with { RequestsPerHour = new(2, new(403, "<html>too many</html>")) },
        });
        await cloud.Client.GetAsync("api/apps");
        await cloud.Client.GetAsync("api/apps");

        var refused = await cloud.Client.GetAsync("api/apps");
        cloud.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal((403, "<html>too many</html>"), (refused.Status, refused.Text));
        Assert.Equal(200, (await cloud.Client.GetAsync("api/apps")).Status);
    }

    [Fact]
    public async Task Quota_None_LetsAllIn()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { Quotas = Quotas.None });
        await cloud.CreateAsync();

        for (var deploy = 0; deploy < 120; deploy++)
        {
            Assert.Equal(200, (await cloud.RegisterAsync("oci://hello", "1.0.0-r80e5abb")).Status);
        }
    }
}
