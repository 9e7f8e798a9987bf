using Migrator.StandIn.Conformance;
using Migrator.Testing;

namespace Migrator.StandIn.Tests;

/// <summary>Answers of the stand-in, and the checker itself, against the real documents.</summary>
public sealed class ConformanceTests
{
    private const string Any = "6b0c3f52-0000-4000-8000-000000000000";

    [SharedTheory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task Answers_OfAWholeDeploy_AreAsTheDocumentHasThem(CloudEra era)
    {
        await using var cloud = await Cloud.StartAsync(era);
        cloud.StandIn.Seeds.LegacyApp("legacy");
        cloud.StandIn.Seeds.HalfCreatedApp("half");

        await RunEverythingAsync(cloud, era);

        Assert.True(cloud.StandIn.Conformance.IsOn);
        Assert.Equal("", cloud.StandIn.Conformance.ToString());
        Assert.DoesNotContain(cloud.StandIn.Requests.Of(Http.Area.Api), request => request.Status != 200);
    }

    [SharedFact]
    public async Task Answers_WithStatusesOfHippo_DifferByKnownErrorsAlone()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { StrictOas = false });
        cloud.StandIn.Seeds.LegacyApp("legacy");

        await RunEverythingAsync(cloud, CloudEra.C37);

        Assert.Equal("", cloud.StandIn.Conformance.ToString());
        Assert.Contains(cloud.StandIn.Requests.All, request => request.Status == 204);
    }

    [SharedTheory]
    [InlineData("POST", "api/apps", """{"name":"x","storageId":"oci://x","colour":"red"}""")]
    [InlineData("POST", "api/apps", """{"name":"","storageId":"oci://x"}""")]
    [InlineData("POST", "api/apps", """{"name":"x"}""")]
    [InlineData("POST", "api/apps", null)]
    [InlineData("GET", "api/apps?size=3", null)]
    [InlineData("GET", "api/apps?pageSize=many", null)]
    [InlineData("GET", "api/apps", "{}")]
    [InlineData("POST", "api/unknown", "{}")]
    [InlineData("PATCH", "api/channels/" + Any, """{"activeRevisionId":{"value":null}}""")]
    [InlineData("PATCH", "api/channels/" + Any, """{"activeRevisionId":"not an id"}""")]
    [InlineData("PATCH", "api/channels/" + Any, """{"revisionSelectionStrategy":"useSpecifiedRevision"}""")]
    [InlineData("POST", "api/auth-tokens/refresh", """{"token":"a","refreshToken":"b","expiration":"2023"}""")]
    public async Task Requests_NotAsTheDocumentHasThem_AreNamed(string method, string path, string? body)
    {
        await using var cloud = await Cloud.StartAsync();

        await cloud.Client.SendAsync(method, path, body);

        Assert.NotEmpty(cloud.StandIn.Conformance.OfRequests);
        Assert.Empty(cloud.StandIn.Conformance.OfAnswers);
    }

    [SharedFact]
    public async Task Requests_FlatPatchAndBodyOfGet_AreKnownErrorsOfTheDocument()
    {
        await using var cloud = await Cloud.StartAsync();
        var app = cloud.StandIn.Seeds.LegacyApp("legacy");
        var channel = cloud.StandIn.State.Channels[0];

        await cloud.Client.PatchAsync($"api/channels/{channel.Id}", """{"activeRevisionId":null}""");
        await cloud.Client.GetAsync("api/variable-pairs", $$"""{"appId":"{{app.Id}}"}""");
        await cloud.Client.GetAsync("api/apps?isSortedAscending=true");

        Assert.Equal("", cloud.StandIn.Conformance.ToString());
    }

    [SharedTheory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public void Document_OfEveryEra_HasTheOperationsOfTheStandIn(CloudEra era)
    {
        var document = OpenApiDocument.OfEra(era)!;

        Assert.Contains("POST /api/revisions", document.Operations);
        Assert.Equal(era == CloudEra.C37, document.Operations.Contains("POST /api/registry/_i"));
    }

    [Fact]
    public async Task Document_NotThere_AShortOneOfOurOwnIsServed()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions
        {
            Era = CloudEra.Head,
            OpenApi = _ => null,
        });

        var answer = await cloud.Client.GetAsync("swagger/v1/swagger.json");

        Assert.False(cloud.StandIn.Conformance.IsOn);
        Assert.NotNull(answer.Json["paths"]!["/api/revisions"]!["post"]);
        Assert.Null(answer.Json["paths"]!["/api/registry/_i"]);
        Assert.NotNull(answer.Json["components"]!["schemas"]!["AppItem"]!["properties"]!["subdomain"]);
    }

    [SharedFact]
    public async Task Document_WhereItIs_IsServedAsItIs()
    {
        await using var cloud = await Cloud.StartAsync();

        var answer = await cloud.Client.GetAsync("swagger/v1/swagger.json");

        Assert.Equal(OpenApiDocument.OfEra(CloudEra.C37)!.Text, answer.Text);
    }

    [Fact]
    public async Task Answers_NotAsADocumentHasThem_AreNamed()
    {
        using var folder = new TempFolder();
        var file = folder.Combine("document.json");
        await File.WriteAllTextAsync(file, """
            {"components":{"schemas":{"AppItemPage":{"type":"object","required":["items","next"],"properties":
            {"items":{"type":"array","items":{"$ref":"#/components/schemas/Item"}},"totalItems":{"type":"string"}}},
            "Item":{"type":"object","properties":{"id":{"type":"string"}},"additionalProperties":false}}},
            "paths":{"/api/apps":{"get":{"responses":{"200":{"content":{"application/json":{"schema":
            {"$ref":"#/components/schemas/AppItemPage"}}}}}}}}}
            """);
        var document = OpenApiDocument.Read(file);
        await using var cloud = await Cloud.StartAsync(new StandInOptions { OpenApi = _ => document });
        cloud.StandIn.Seeds.LegacyApp("hello");

        await cloud.Client.GetAsync("api/apps");

        var found = cloud.StandIn.Conformance.ToString();
        Assert.Empty(cloud.StandIn.Conformance.OfRequests);
        Assert.Contains("next", found, StringComparison.Ordinal);
        Assert.Contains("/totalItems", found, StringComparison.Ordinal);
        Assert.Contains("/items/0/name", found, StringComparison.Ordinal);
    }

    // One good request to every operation that has a schema.
    private static async Task RunEverythingAsync(Cloud cloud, CloudEra era)
    {
        var client = cloud.Client;
        var (app, _) = await cloud.CreateAsync();
        var revision = cloud.RevisionId("1.0.0-r80e5abb");
        var channel = era == CloudEra.C37
            ? await cloud.OpenChannelAsync(app, revision)
            : cloud.StandIn.State.Channels[^1].Id;
        string[] paths =
        [
            "api/apps", $"api/apps/{app}", "api/channels", $"api/channels/{channel}", "api/revisions",
            $"api/channels/{channel}/healthz", $"api/channels/{channel}/logs", "api/personal-access-tokens",
            .. era == CloudEra.C37 ? (string[])["api/storages"]
                : [$"api/apps/{app}/logs", $"api/apps/{app}/logs/raw", $"api/apps/{app}/events",
                    $"api/channels/{channel}/logs/raw", "api/key-value-stores",
                    "api/apps?exactMatch=true&searchText=hello"],
        ];
        foreach (var path in paths)
        {
            await client.GetAsync(path);
        }

        await client.PatchAsync($"api/channels/{channel}", $$"""{"activeRevisionId":"{{revision}}"}""");
        await client.PutAsync($"api/channels/{channel}", $$"""
            {"id":"{{channel}}","name":"spin-deploy","revisionSelectionStrategy":"UseSpecifiedRevision",
            "activeRevisionId":"{{revision}}"}
            """);
        await client.PutAsync(
            $"api/channels/{channel}/desired-status",
            $$"""{"channelId":"{{channel}}","desiredStatus":"Running"}""");
        await client.PatchAsync($"api/apps/{app}", $$"""{"id":"{{app}}","domain":"shop.example.com"}""");
        await client.GetAsync($"api/apps/{app}");
        await client.PutAsync($"api/apps/{app}", $$"""{"id":"{{app}}","name":"hello2"}""");
        await client.PostAsync("api/variable-pairs", $$"""{"appId":"{{app}}","variable":"a","value":"b"}""");
        await client.GetAsync("api/variable-pairs", $$"""{"appId":"{{app}}"}""");
        await client.DeleteAsync("api/variable-pairs", $$"""{"appId":"{{app}}","variable":"a"}""");
        await client.PostAsync(
            "api/key-value-pairs",
            $$"""{"appId":"{{app}}","storeName":"default","key":"a","value":"b"}""");
        await client.PostAsync("api/sql-databases/create", $$"""{"name":"orders","appId":"{{app}}"}""");
        await client.GetAsync("api/sql-databases", $$"""{"appId":"{{app}}"}""");
        await client.PostAsync(
            "api/sql-databases/execute",
            """{"database":"orders","default":true,"statement":"select 1"}""");
        if (era == CloudEra.Head)
        {
            await RunLinksAsync(client, app);
        }

        await client.DeleteAsync("api/sql-databases", """{"name":"orders"}""");
        await RunLoginAsync(cloud);
        await client.DeleteAsync($"api/channels/{channel}");
        await client.DeleteAsync($"api/apps/{app}");
    }

    private static async Task RunLinksAsync(RawClient client, Guid app)
    {
        foreach (var kind in (string[])["sql-databases", "key-value-stores"])
        {
            var link = $$"""{"label":"l-{{kind}}","appId":"{{app}}"}""";
            if (kind == "key-value-stores")
            {
                await client.SendAsync("POST", "api/key-value-stores/orders", null);
            }

            await client.PostAsync($"api/{kind}/orders/links", link);
            await client.GetAsync($"api/{kind}?appId={app}");
            await client.DeleteAsync($"api/{kind}/orders/links", link);
            await client.PatchAsync($"api/{kind}/orders/rename", "\"bills\"");
            await client.PatchAsync($"api/{kind}/bills/rename", "\"orders\"");
        }

        await client.DeleteAsync("api/key-value-stores/orders");
    }

    private static async Task RunLoginAsync(Cloud cloud)
    {
        var client = cloud.Client;
        var begun = await client.PostAsync("api/device-codes", $$"""{"clientId":"{{Any}}"}""");
        var userCode = (string)begun.Json["userCode"]!;
        await client.GetAsync($"api/device-codes/{userCode}");
        await client.PostAsync("api/device-codes/activate", $$"""{"userCode":"{{userCode}}"}""");
        await client.PostAsync("api/auth-tokens", $$"""
            {"provider":"DeviceFlow","clientId":"{{Any}}","providerCode":"{{(string)begun.Json["deviceCode"]!}}"}
            """);
        var login = cloud.StandIn.Login;
        await client.PostAsync(
            "api/auth-tokens/refresh",
            $$"""{"token":"{{login.Token}}","refreshToken":"{{login.RefreshToken}}"}""");
        var personal = await client.PostAsync("api/personal-access-tokens", """{"name":"ci"}""");
        await client.DeleteAsync($"api/personal-access-tokens/{(string)personal.Json["id"]!}");
    }
}
