using System.Text.Json.Nodes;
using Migrator.StandIn.Login;
using Migrator.Testing;

namespace Migrator.StandIn.Tests;

/// <summary>Tokens, refreshes and the device flow (6.3).</summary>
public sealed class LoginTests
{
    private const string Client = """{"clientId":"583e63e9-461f-4fbe-a246-23e0fb1cad10"}""";

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task Api_WithoutGoodToken_Is401WithoutBody(string? token)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Client.Token = token;

        var answer = await cloud.Client.GetAsync("api/apps");

        Assert.Equal((401, ""), (answer.Status, answer.Text));
        Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
    }

    [Theory]
    [InlineData(TokenForm.Jwt, 3)]
    [InlineData(TokenForm.Opaque, 1)]
    public async Task Token_AfterItsLifetime_IsRefreshedOnceWithTheOldOne(TokenForm form, int parts)
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions
        {
            Tokens = form,
            TokenLifetime = TimeSpan.FromMinutes(30),
        });
        var login = cloud.StandIn.Login;
        var body = $$"""{"token":"{{login.Token}}","refreshToken":"{{login.RefreshToken}}"}""";
        cloud.Clock.Advance(TimeSpan.FromMinutes(30));

        var expired = await cloud.Client.GetAsync("api/apps");
        var refreshed = await cloud.Client.PostAsync("api/auth-tokens/refresh", body);
        var again = await cloud.Client.PostAsync("api/auth-tokens/refresh", body);
        cloud.Client.Token = (string)refreshed.Json["token"]!;

        Assert.Equal((401, 200, 400), (expired.Status, refreshed.Status, again.Status));
        Assert.Equal(parts, cloud.Client.Token.Split('.').Length);
        Assert.Equal("2023-10-01T13:00:00.000Z", (string)refreshed.Json["expiration"]!);
        Assert.Equal(200, (await cloud.Client.GetAsync("api/apps")).Status);
    }

    [Fact]
    public async Task Refresh_Off_Is400()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { Refreshes = false });
        var login = cloud.StandIn.Login;

        var answer = await cloud.Client.PostAsync(
            "api/auth-tokens/refresh",
            $$"""{"token":"{{login.Token}}","refreshToken":"{{login.RefreshToken}}"}""");

        Assert.Equal((400, "Login failed."), (answer.Status, (string)answer.Json["title"]!));
    }

    [Fact]
    public async Task PersonalToken_NeverEnds_UntilItIsDeleted()
    {
        await using var cloud = await Cloud.StartAsync();
        var made = await cloud.Client.PostAsync("api/personal-access-tokens", """{"name":"ci"}""");
        cloud.Client.Token = (string)made.Json["token"]!;
        cloud.Clock.Advance(TimeSpan.FromDays(400));
        cloud.StandIn.ExpireTokens();

        var before = await cloud.Client.GetAsync("api/apps?pageSize=1");
        await cloud.Client.DeleteAsync($"api/personal-access-tokens/{(string)made.Json["id"]!}");
        var after = await cloud.Client.GetAsync("api/apps?pageSize=1");

        Assert.Equal((200, 401), (before.Status, after.Status));
    }

    [Fact]
    public async Task DeviceFlow_AfterPolls_GivesAToken()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { DevicePolls = 2 });
        cloud.Client.Token = null;
        var code = await BeginAsync(cloud);

        var answers = await PollAsync(cloud, code, 3);
        cloud.Client.Token = (string)answers[2].Json["token"]!;

        Assert.Equal([400, 400, 200], answers.Select(answer => answer.Status));
        Assert.Equal("authorization_pending", (string)answers[0].Json["detail"]!);
        Assert.Equal(200, (await cloud.Client.GetAsync("api/apps")).Status);
    }

    [Fact]
    public async Task DeviceFlow_PendingWith200_HasNoToken()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { DevicePendingStatus = 200 });

        var answers = await PollAsync(cloud, await BeginAsync(cloud), 1);

        Assert.Equal((200, "{}"), (answers[0].Status, answers[0].Text));
    }

    [Theory]
    [InlineData(DeviceApproval.Never, "authorization_pending")]
    [InlineData(DeviceApproval.Denied, "The login was denied.")]
    public async Task DeviceFlow_NotApproved_NeverGivesAToken(DeviceApproval approval, string detail)
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { DeviceFlow = approval });

        var answers = await PollAsync(cloud, await BeginAsync(cloud), 5);

        Assert.All(answers, answer => Assert.Equal(detail, (string)answer.Json["detail"]!));
    }

    [Fact]
    public async Task LoginFile_OfAStandIn_HasTheFieldsOfThePlugin()
    {
        await using var cloud = await Cloud.StartAsync();
        using var folder = new TempFolder();

        var file = await LoginFile.WriteAsync(cloud.StandIn, folder.Path, "staging");
        var login = JsonNode.Parse(await File.ReadAllTextAsync(file))!;

        Assert.Equal(Path.Combine(folder.Path, "fermyon", "staging.json"), file);
        Assert.Equal(cloud.StandIn.Address.ToString(), (string)login["url"]!);
        Assert.Equal(cloud.StandIn.Login.Token, (string)login["token"]!);
        Assert.Equal("2023-10-08T12:00:00.000Z", (string)login["expiration"]!);
    }

    private static async Task<string> BeginAsync(Cloud cloud)
    {
        var begun = await cloud.Client.PostAsync("api/device-codes", Client);
        Assert.Equal(900, (int)begun.Json["expiresIn"]!);
        return (string)begun.Json["deviceCode"]!;
    }

    private static async Task<List<RawAnswer>> PollAsync(Cloud cloud, string code, int times)
    {
        var answers = new List<RawAnswer>();
        for (var poll = 0; poll < times; poll++)
        {
            answers.Add(await cloud.Client.PostAsync("api/auth-tokens", $$"""
                {"provider":"DeviceFlow","clientId":"583e63e9-461f-4fbe-a246-23e0fb1cad10","providerCode":"{{code}}"}
                """));
        }

        return answers;
    }
}
