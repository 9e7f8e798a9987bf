namespace Migrator.StandIn.Tests;

/// <summary>Variables, key-values and databases of both ages.</summary>
public sealed class ResourceTests
{
    [Fact]
    public async Task Variables_SetTwice_AreListedByNameInJsonOfTheirOwn()
    {
        await using var cloud = await Cloud.StartAsync();
        var app = cloud.StandIn.Seeds.LegacyApp("hello");
        foreach (var value in (string[])["one", "two"])
        {
            await cloud.Client.PostAsync(
                "api/variable-pairs",
                $$"""{"appId":"{{app.Id}}","variable":"db_password","value":"{{value}}"}""");
        }

        var answer = await cloud.Client.GetAsync("api/variable-pairs", $$"""{"appId":"{{app.Id}}"}""");

        Assert.Equal("""{"vars":["{\"key\":\"db_password\"}"]}""", answer.Text);
        Assert.Equal("two", app.Variables["db_password"]);
    }

    [Fact]
    public async Task KeyValue_C37_KnowsTheDefaultStoreAlone()
    {
        await using var cloud = await Cloud.StartAsync();
        var app = cloud.StandIn.Seeds.LegacyApp("hello");
        Task<RawAnswer> Set(string store) => cloud.Client.PostAsync(
            "api/key-value-pairs",
            $$"""{"appId":"{{app.Id}}","storeName":"{{store}}","key":"k","value":"v"}""");

        Assert.Equal((200, 400), ((await Set("default")).Status, (await Set("other")).Status));
        Assert.Equal("v", Assert.Single(cloud.StandIn.State.Stores).Pairs["k"]);
        Assert.Equal(404, (await cloud.Client.GetAsync("api/key-value-stores")).Status);
    }

    [Fact]
    public async Task KeyValue_Head_WritesByLabel()
    {
        await using var cloud = await Cloud.StartAsync(CloudEra.Head);
        var app = cloud.StandIn.Seeds.OciApp("hello");
        await cloud.Client.PostAsync("api/key-value-stores/carts", $$"""{"label":"cart","appId":"{{app.Id}}"}""");

        var set = await cloud.Client.PostAsync(
            "api/key-value-pairs",
            $$"""{"appId":"{{app.Id}}","label":"cart","key":"k","value":"v"}""");
        var list = await cloud.Client.GetAsync($"api/key-value-stores?appId={app.Id}");

        Assert.Equal(200, set.Status);
        Assert.Equal(
            $$"""{"label":"cart","appId":"{{app.Id}}","appName":"hello"}""",
            Assert.Single(list.Json["keyValueStores"]!.AsArray())!["links"]![0]!.ToJsonString());
        Assert.Equal("v", Assert.Single(cloud.StandIn.State.Stores).Pairs["k"]);
    }

    [Fact]
    public async Task Database_Head_IsMadeAndLinkedInOneCall()
    {
        await using var cloud = await Cloud.StartAsync(CloudEra.Head);
        var app = cloud.StandIn.Seeds.OciApp("hello");

        await cloud.Client.PostAsync(
            "api/sql-databases/create",
            $$"""{"name":"orders","appId":"{{app.Id}}","label":"db"}""");
        var again = await cloud.Client.PostAsync(
            "api/sql-databases/orders/links",
            $$"""{"label":"db","appId":"{{app.Id}}"}""");
        var list = await cloud.Client.GetAsync($"api/sql-databases?appId={app.Id}", "{}");

        Assert.Equal(400, again.Status);
        Assert.Equal("db", (string)list.Json["databases"]![0]!["links"]![0]!["label"]!);
    }

    [Fact]
    public async Task Database_C37_NeedsTheBodyOfTheGet()
    {
        await using var cloud = await Cloud.StartAsync();

        Assert.Equal(400, (await cloud.Client.GetAsync("api/sql-databases")).Status);
        Assert.Equal(200, (await cloud.Client.GetAsync("api/sql-databases", "{}")).Status);
    }

    [Fact]
    public async Task Resources_OfAnUnknownApp_Are404()
    {
        await using var cloud = await Cloud.StartAsync();
        var body = $$"""{"appId":"{{Guid.Empty}}","storeName":"default","key":"k","variable":"v","value":"x"}""";

        Assert.Equal(404, (await cloud.Client.PostAsync("api/variable-pairs", body)).Status);
        Assert.Equal(404, (await cloud.Client.GetAsync("api/variable-pairs", body)).Status);
        Assert.Equal(404, (await cloud.Client.PostAsync("api/key-value-pairs", body)).Status);
    }

    [Fact]
    public async Task Healthz_OfTheService_HasItsNamesWithCapitals()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Client.Token = null;

        var answer = await cloud.Client.GetAsync("healthz");

        Assert.Equal(
            """{"ServiceName":"Hippo","Description":"","Status":"Healthy","Subservices":[]}""",
            answer.Text);
    }

    [Fact]
    public async Task Nulls_WithoutStrictness_AreWritten()
    {
        await using var strict = await Cloud.StartAsync();
        await using var lax = await Cloud.StartAsync(new StandInOptions { StrictOas = false });
        strict.StandIn.Seeds.HalfCreatedApp("half");
        lax.StandIn.Seeds.HalfCreatedApp("half");

        var without = (await strict.Client.GetAsync("api/apps")).Json["items"]![0]!.AsObject();
        var with = (await lax.Client.GetAsync("api/apps")).Json["items"]![0]!.AsObject();

        Assert.False(without.ContainsKey("domain"));
        Assert.True(with.ContainsKey("domain"));
        Assert.Null(with["domain"]);
    }
}
