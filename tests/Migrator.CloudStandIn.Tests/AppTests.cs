namespace Migrator.StandIn.Tests;

/// <summary>Apps and pages (7.1, 7.2).</summary>
public sealed class AppTests
{
    [Fact]
    public async Task Create_NameTaken_IsAValidationErrorWithCapitalField()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync();

        var answer = await cloud.Client.PostAsync("api/apps", """{"name":"hello","storageId":"oci://hello"}""");

        Assert.Equal(400, answer.Status);
        Assert.Equal("application/problem+json; charset=utf-8", answer.Type);
        Assert.Equal(
            """
            {"errors":{"Name":["The specified name already exists."]},
            "type":"https://tools.ietf.org/html/rfc7231#section-6.5.1",
            "title":"One or more validation errors occurred.","status":400}
            """.ReplaceLineEndings(""),
            answer.Text);
    }

    [Theory]
    [InlineData("", "oci://hello", "Name", "Name is required.")]
    [InlineData("a b", "oci://hello", "Name", "'Name' is not in the correct format.")]
    [InlineData("hello", "", "StorageId", "Storage ID is required.")]
    [InlineData("hello", "oci://Hello", "StorageId", "'Storage Id' is not in the correct format.")]
    [InlineData("hello", "oci://never-pushed", "StorageId", "Storage ID not found in bindle server")]
    [InlineData("hello", "never-pushed", "StorageId", "Storage ID not found in bindle server")]
    public async Task Create_NotValid_SaysTheAncestorsWords(string name, string storageId, string field, string message)
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.Client.PushAsync("hello", "1.0.0");

        var answer = await cloud.Client.PostAsync("api/apps", $$"""{"name":"{{name}}","storageId":"{{storageId}}"}""");

        Assert.Equal(400, answer.Status);
        Assert.Contains(message, answer.Json["errors"]![field]!.AsArray().Select(it => (string)it!));
        Assert.Empty(cloud.StandIn.State.Apps);
    }

    [Fact]
    public async Task Create_NameTooLong_SaysBothLengths()
    {
        await using var cloud = await Cloud.StartAsync();

        var answer = await cloud.Client.PostAsync(
            "api/apps",
            $$"""{"name":"{{new string('a', 129)}}","storageId":"oci://hello"}""");

        Assert.Contains(
            "The length of 'Name' must be 128 characters or fewer. You entered 129 characters.",
            answer.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_OfABindle_ImportsItsVersionsAsRevisions()
    {
        await using var cloud = await Cloud.StartAsync();
        var gone = cloud.StandIn.Seeds.LegacyApp("hello");
        await cloud.Client.DeleteAsync($"api/apps/{gone.Id}");

        await cloud.Client.PostAsync("api/apps", """{"name":"hello","storageId":"hello"}""");

        Assert.Equal("1.0.0+r1a2b3c4d", Assert.Single(cloud.StandIn.State.Revisions).Number);
    }

    [Fact]
    public async Task Create_WithDefaultDatabase_MakesIt()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.Client.PushAsync("hello", "1.0.0");

        var app = await cloud.Client.PostAsync(
            "api/apps",
            """{"name":"hello","storageId":"oci://hello","createDefaultDatabase":true}""");
        var databases = await cloud.Client.GetAsync("api/sql-databases", $$"""{"appId":"{{app.Id}}"}""");

        Assert.Equal("""{"databases":[{"name":"default","default":true}]}""", databases.Text);
    }

    [Fact]
    public async Task List_51Apps_TakesTwoPages()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Seeds.ManyApps();

        var first = await cloud.Client.GetAsync("api/apps?pageSize=50");
        var second = await cloud.Client.GetAsync("api/apps?pageSize=50&pageIndex=1");
        var third = await cloud.Client.GetAsync("api/apps?pageSize=50&pageIndex=2");

        Assert.Equal((50, false), (first.Json["items"]!.AsArray().Count, (bool)first.Json["isLastPage"]!));
        Assert.Equal((1, true), (second.Json["items"]!.AsArray().Count, (bool)second.Json["isLastPage"]!));
        Assert.Equal((0, false), (third.Json["items"]!.AsArray().Count, (bool)third.Json["isLastPage"]!));
        Assert.Equal("app-51", (string)second.Json["items"]![0]!["name"]!);
    }

    [Fact]
    public async Task List_WithSearch_TotalCountsAllSoThatNoPageIsLast()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Seeds.ManyApps(3);

        var answer = await cloud.Client.GetAsync("api/apps?searchText=02");

        Assert.Equal("app-02", (string)Assert.Single(answer.Json["items"]!.AsArray())!["name"]!);
        Assert.Equal((3, false), ((int)answer.Json["totalItems"]!, (bool)answer.Json["isLastPage"]!));
    }

    [Theory]
    [InlineData("searchText=", 2)]
    [InlineData("searchText=app&exactMatch=true", 1)]
    [InlineData("searchText=app", 2)]
    public async Task List_Head_MatchesExactlyWhenAsked(string query, int count)
    {
        await using var cloud = await Cloud.StartAsync(CloudEra.Head);
        cloud.StandIn.Seeds.OciApp("app");
        cloud.StandIn.Seeds.OciApp("app-2");

        var answer = await cloud.Client.GetAsync("api/apps?" + query);

        Assert.Equal(count, answer.Json["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task List_SortedByWhatIsNoProperty_Is500()
    {
        await using var cloud = await Cloud.StartAsync();

        Assert.Equal(500, (await cloud.Client.GetAsync("api/apps?sortBy=colour")).Status);
    }

    [Theory]
    [InlineData(PageInstability.Repeats, new[] { "app-01", "app-02", "app-02", "app-03" })]
    [InlineData(PageInstability.Skips, new[] { "app-01", "app-02", "app-04" })]
    public async Task List_PagesThatMove_RepeatOrSkip(PageInstability instability, string[] expected)
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { Pages = instability });
        cloud.StandIn.Seeds.ManyApps(4);

        var first = await cloud.Client.GetAsync("api/apps?pageSize=2");
        var second = await cloud.Client.GetAsync("api/apps?pageSize=2&pageIndex=1");

        Assert.Equal(
            expected,
            first.Json["items"]!.AsArray().Concat(second.Json["items"]!.AsArray()).Select(it => (string)it!["name"]!));
    }

    [Fact]
    public async Task Get_Unknown_Is404WithDetail()
    {
        await using var cloud = await Cloud.StartAsync();
        var id = Guid.Parse("6b0c3f52-0000-4000-8000-000000000000");

        var answer = await cloud.Client.GetAsync($"api/apps/{id}");

        Assert.Equal(404, answer.Status);
        Assert.Equal($"Entity \"App\" ({id}) was not found.", (string)answer.Json["detail"]!);
        Assert.Equal("The specified resource was not found.", (string)answer.Json["title"]!);
    }

    [Fact]
    public async Task Delete_App_StopsItAndTakesAllItHadAlong()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { StrictOas = false });
        var app = cloud.StandIn.Seeds.LegacyApp("hello");

        var answer = await cloud.Client.DeleteAsync($"api/apps/{app.Id}");

        Assert.Equal(204, answer.Status);
        Assert.Empty(cloud.StandIn.State.Apps);
        Assert.Empty(cloud.StandIn.State.Channels);
        Assert.Empty(cloud.StandIn.State.Revisions);
        Assert.Equal(404, (await cloud.Client.SendAsync("GET", app.Site!.Address, null)).Status);
        Assert.Equal(404, (await cloud.Client.DeleteAsync($"api/apps/{app.Id}")).Status);
    }

    [Fact]
    public async Task Rename_OtherIdInTheBody_IsBare400()
    {
        await using var cloud = await Cloud.StartAsync();
        var app = cloud.StandIn.Seeds.LegacyApp("hello");

        var answer = await cloud.Client.PutAsync($"api/apps/{app.Id}", $$"""{"id":"{{Guid.Empty}}","name":"other"}""");

        Assert.Equal(400, answer.Status);
        Assert.Null(answer.Json["detail"]);
        Assert.Equal("hello", app.Name);
    }

    [Fact]
    public async Task Requests_WrongTypeEmptyBodyOrNoRoute_AreAnsweredAsAspNetDoes()
    {
        await using var cloud = await Cloud.StartAsync();

        var wrong = await cloud.Client.SendAsync(
            "POST",
            new Uri(cloud.StandIn.Address, "api/apps"),
            new StringContent("name", System.Text.Encoding.UTF8, "text/plain"));

        Assert.Equal((415, "Unsupported Media Type"), (wrong.Status, (string)wrong.Json["title"]!));
        Assert.Equal(400, (await cloud.Client.PostAsync("api/apps", "")).Status);
        Assert.Equal(400, (await cloud.Client.PostAsync("api/apps", "{")).Status);
        Assert.Equal(200, (await cloud.Client.GetAsync("api/apps", "")).Status);
        Assert.Equal(404, (await cloud.Client.GetAsync("api/nothing")).Status);
        Assert.Equal(405, (await cloud.Client.DeleteAsync("api/revisions")).Status);
    }
}
