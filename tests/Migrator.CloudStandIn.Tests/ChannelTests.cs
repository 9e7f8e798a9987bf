namespace Migrator.StandIn.Tests;

/// <summary>Channels and revisions (7.3, 7.4, 1.5).</summary>
public sealed class ChannelTests
{
    private const string Tag = "1.0.0-r80e5abb";

    [Fact]
    public async Task Patch_Flat_ActivatesAndTheIdOfThePathWins()
    {
        await using var cloud = await Cloud.StartAsync();
        var app = cloud.StandIn.Seeds.OciApp("hello");
        var revision = cloud.StandIn.Seeds.AddRevision(app, "1.1.0-r11111111");
        var channel = cloud.StandIn.State.Channels[0];

        var answer = await cloud.Client.PatchAsync($"api/channels/{channel.Id}", $$"""
            {"channelId":"{{Guid.Empty}}","revisionSelectionStrategy":"UseSpecifiedRevision",
            "activeRevisionId":"{{revision.Id}}"}
            """);

        Assert.Equal((200, ""), (answer.Status, answer.Text));
        Assert.Equal(revision.Id, channel.ActiveRevisionId);
        Assert.Equal("1.1.0-r11111111", channel.Site.Active!.RevisionNumber);
        Assert.Equal(cloud.Clock.GetUtcNow(), channel.Site.ActivatedAt);
    }

    [Theory]
    [InlineData(PatchShape.Flat, 400)]
    [InlineData(PatchShape.Lenient, 200)]
    public async Task Patch_WrappedAsInTheDocument_IsTakenOnlyWhenLenient(PatchShape shape, int status)
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { PatchShape = shape });
        var app = cloud.StandIn.Seeds.OciApp("hello");
        var revision = cloud.StandIn.Seeds.AddRevision(app, "1.1.0-r11111111");
        var channel = cloud.StandIn.State.Channels[0];

        var answer = await cloud.Client.PatchAsync(
            $"api/channels/{channel.Id}",
            $$$"""{"activeRevisionId":{"value":"{{{revision.Id}}}"}}""");

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200, channel.ActiveRevisionId == revision.Id);
    }

    [Fact]
    public async Task Patch_AbsentStays_NullEmpties()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Seeds.OciApp("hello");
        var channel = cloud.StandIn.State.Channels[0];
        var before = channel.ActiveRevisionId;

        await cloud.Client.PatchAsync($"api/channels/{channel.Id}", """{"name":"other"}""");
        var absent = channel.ActiveRevisionId;
        await cloud.Client.PatchAsync($"api/channels/{channel.Id}", """{"activeRevisionId":null}""");

        Assert.Equal((before, "other", null), (absent, channel.Name, channel.ActiveRevisionId));
    }

    [Fact]
    public async Task Patch_EnumInOtherCase_Is400()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Seeds.OciApp("hello");

        var answer = await cloud.Client.PatchAsync(
            $"api/channels/{cloud.StandIn.State.Channels[0].Id}",
            """{"revisionSelectionStrategy":"useSpecifiedRevision"}""");

        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task Patch_WithoutRestart_ChangesTheRowAndNotWhatRuns()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { PatchRestarts = false });
        var app = cloud.StandIn.Seeds.OciApp("hello");
        var revision = cloud.StandIn.Seeds.AddRevision(app, "1.1.0-r11111111");
        var channel = cloud.StandIn.State.Channels[0];

        await cloud.Client.PatchAsync($"api/channels/{channel.Id}", $$"""{"activeRevisionId":"{{revision.Id}}"}""");

        Assert.Equal(revision.Id, channel.ActiveRevisionId);
        Assert.Equal(Tag, channel.Site.Active!.RevisionNumber);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Patch_Head_IsHonouredOrNot(bool honours)
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions
        {
            Era = CloudEra.Head,
            HonoursPatchAtHead = honours,
        });
        var app = cloud.StandIn.Seeds.OciApp("hello");
        var revision = cloud.StandIn.Seeds.AddRevision(app, "1.1.0-r11111111");
        var channel = cloud.StandIn.State.Channels[0];

        var answer = await cloud.Client.PatchAsync(
            $"api/channels/{channel.Id}",
            $$"""{"activeRevisionId":"{{revision.Id}}"}""");

        Assert.Equal((200, honours), (answer.Status, channel.ActiveRevisionId == revision.Id));
    }

    [Theory]
    [InlineData("UseSpecifiedRevision", "null", "null")]
    [InlineData("UseRangeRule", "null", "REVISION")]
    [InlineData("UseRangeRule", "\"\"", "null")]
    public async Task Create_StrategyAndRevisionThatDoNotMatch_Is400(string strategy, string range, string revision)
    {
        await using var cloud = await Cloud.StartAsync();
        var (app, _) = await cloud.CreateAsync();
        var id = revision == "REVISION" ? $"\"{cloud.RevisionId(Tag)}\"" : revision;

        var answer = await cloud.Client.PostAsync("api/channels", $$"""
            {"appId":"{{app}}","name":"spin-deploy","revisionSelectionStrategy":"{{strategy}}",
            "rangeRule":{{range}},"activeRevisionId":{{id}}}
            """);

        Assert.Equal(400, answer.Status);
        Assert.Empty(cloud.StandIn.State.Channels);
    }

    [Fact]
    public async Task Create_UnknownAppOrRevision_NamesTheEntity()
    {
        await using var cloud = await Cloud.StartAsync();
        var (app, _) = await cloud.CreateAsync();

        var noApp = await cloud.Client.PostAsync("api/channels", Cloud.ChannelBody(Guid.Empty, cloud.RevisionId(Tag)));
        var noRevision = await cloud.Client.PostAsync("api/channels", Cloud.ChannelBody(app, Guid.Empty));

        Assert.StartsWith("Entity \"App\"", (string)noApp.Json["detail"]!, StringComparison.Ordinal);
        Assert.StartsWith("Entity \"Revision\"", (string)noRevision.Json["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SameNameAgain_Is400AndAnotherNameHasItsOwnDomain()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { Routing = EdgeRouting.HostHeader });
        var (app, _) = await cloud.CreateAsync();
        var revision = cloud.RevisionId(Tag);
        await cloud.OpenChannelAsync(app, revision);

        var again = await cloud.Client.PostAsync("api/channels", Cloud.ChannelBody(app, revision));
        var other = await cloud.Client.PostAsync(
            "api/channels",
            Cloud.ChannelBody(app, revision).Replace("spin-deploy", "staging", StringComparison.Ordinal));

        Assert.Equal(
            "A channel with the same name already exists for this app.",
            (string)again.Json["errors"]!["Name"]![0]!);
        Assert.Equal(200, other.Status);
        Assert.Matches("^hello-[a-z0-9]{8}\\.localhost:", cloud.StandIn.State.Channels[0].Domain);
        Assert.Matches("^staging-hello-[a-z0-9]{8}\\.localhost:", cloud.StandIn.State.Channels[1].Domain);
    }

    [Fact]
    public async Task Put_OfARange_FollowsTheBestRevision()
    {
        await using var cloud = await Cloud.StartAsync();
        var app = cloud.StandIn.Seeds.LegacyApp("hello", "1.0.0", null);
        cloud.StandIn.Seeds.AddRevision(app, "1.2.0");
        var channel = cloud.StandIn.State.Channels[0];

        var answer = await cloud.Client.PutAsync($"api/channels/{channel.Id}", $$"""
            {"id":"{{channel.Id}}","name":"spin-deploy","revisionSelectionStrategy":"UseRangeRule","rangeRule":"^1.0.0"}
            """);

        Assert.Equal(200, answer.Status);
        Assert.Equal("1.2.0", channel.Site.Active!.RevisionNumber);
    }

    [Fact]
    public async Task Status_Dead_StopsAndRunningStarts()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Seeds.OciApp("hello");
        var channel = cloud.StandIn.State.Channels[0];
        string Body(string status) => $$"""{"channelId":"{{channel.Id}}","desiredStatus":"{{status}}"}""";

        await cloud.Client.PutAsync($"api/channels/{channel.Id}/desired-status", Body("Dead"));
        var stopped = await cloud.InfoAsync("hello");
        var health = await cloud.Client.GetAsync($"api/channels/{channel.Id}/healthz");
        await cloud.Client.PutAsync($"api/channels/{channel.Id}/desired-status", Body("Running"));
        var started = await cloud.InfoAsync("hello");

        Assert.Equal((404, 200), (stopped.Status, started.Status));
        Assert.Equal("""{"status":"Unhealthy"}""", health.Text);
    }

    [Fact]
    public async Task Register_SameNumberTwice_C37HasTwoRowsAndHeadOne()
    {
        await using var old = await Cloud.StartAsync();
        await using var head = await Cloud.StartAsync(CloudEra.Head);
        foreach (var cloud in (Cloud[])[old, head])
        {
            await cloud.CreateAsync();
            await cloud.RegisterAsync("oci://hello", Tag);
        }

        Assert.Equal((2, 1), (old.StandIn.State.Revisions.Length, head.StandIn.State.Revisions.Length));
        Assert.Equal(2, head.StandIn.State.Channels[0].Site.Activations);
    }

    [Fact]
    public async Task Register_Twice_KnobDoublesEveryRow()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { RegistersTwice = true });

        await cloud.CreateAsync();

        Assert.Equal([Tag, Tag], cloud.StandIn.State.Revisions.Select(revision => revision.Number));
    }

    [Theory]
    [InlineData(false, 52)]
    [InlineData(true, 1)]
    public async Task Revisions_Search_IsHeededOnlyWithTheKnob(bool searches, int found)
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { SearchesRevisions = searches });
        var app = cloud.StandIn.Seeds.LegacyApp("hello");
        cloud.StandIn.Seeds.ManyRevisions(app);

        var first = await cloud.Client.GetAsync("api/revisions?searchText=1.0.0%2Br1a2b3c4d&pageSize=60");
        var raw = await cloud.Client.GetAsync("api/revisions?searchText=1.0.0+r1a2b3c4d&pageSize=60");

        Assert.Equal(found, first.Json["items"]!.AsArray().Count);
        Assert.Equal(searches ? 0 : 52, raw.Json["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Get_Channel_ShowsMoreThanTheList()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Seeds.LegacyApp("hello");
        var channel = cloud.StandIn.State.Channels[0];

        var one = await cloud.Client.GetAsync($"api/channels/{channel.Id}");
        var list = await cloud.Client.GetAsync("api/channels?searchText=&sortBy=Name");
        var listed = list.Json["items"]![0]!;

        Assert.Equal("http", (string)one.Json["activeRevision"]!["type"]!);
        Assert.Equal("hello", (string)one.Json["appSummary"]!["name"]!);
        Assert.Null(listed["appSummary"]);
        Assert.Null(listed["activeRevision"]!["type"]);
    }
}
