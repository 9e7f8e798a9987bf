using Migrator.Cloud.Api;
using Migrator.Cloud.Login;
using Migrator.StandIn;

namespace Migrator.Cloud.Tests.Sockets;

/// <summary>Logins at the stand-in over sockets (spec/cloud-deploy.md 6).</summary>
public sealed class LoginTests
{
    [Theory]
    [InlineData(400)]
    [InlineData(200)]
    public async Task DeviceLogin_ConfirmedAfterAWhile_IsGood(int pendingStatus)
    {
        await using var cloud = await CloudFixture.StartAsync(
            StandIn.CloudEra.C37, options => options with { DevicePendingStatus = pendingStatus });

        var login = await new DeviceLogin(cloud.Client, new HastyClock()).RunAsync(
            code => Assert.NotEqual("", code.UserCode), isInsecure: false, default);

        using var client = cloud.ClientOf(() => login.Token);
        await client.Apps.CheckLoginAsync(default);
    }

    [Theory]
    [InlineData(DeviceApproval.Never)]
    [InlineData(DeviceApproval.Denied)]
    public async Task DeviceLogin_NotConfirmed_Ends(DeviceApproval approval)
    {
        await using var cloud = await CloudFixture.StartAsync(
            StandIn.CloudEra.C37, options => options with { DeviceFlow = approval });

        await Assert.ThrowsAsync<LoginException>(() => new DeviceLogin(cloud.Client, new HastyClock()).RunAsync(
            _ => { }, isInsecure: false, default));
    }

    [Fact]
    public async Task TokenLogin_APersonalToken_IsTriedFirst()
    {
        await using var cloud = await CloudFixture.StartAsync(StandIn.CloudEra.C37);
        var token = cloud.StandIn.NewPersonalToken();

        var login = await TokenLogin.RunAsync(cloud.StandIn.Address, token, cloud.Handler, isInsecure: false, default);
        var fault = await Assert.ThrowsAsync<CloudException>(() => TokenLogin.RunAsync(
            cloud.StandIn.Address, "not-" + token, cloud.Handler, isInsecure: false, default));

        Assert.Equal((token, null), (login.Token, login.Expiration));
        Assert.Equal(CloudFailure.Credentials, fault.Failure);
        Assert.DoesNotContain(token, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_WhoseTokenIsRefusedMidway_GoesOnWithANewOne()
    {
        await using var cloud = await CloudFixture.StartAsync(StandIn.CloudEra.C37);
        var tokens = cloud.StandIn.Login;
        var login = new CloudLogin(cloud.StandIn.Address, tokens.Token)
        {
            RefreshToken = tokens.RefreshToken,
            Expiration = tokens.Expiration.ToString("O"),
        };
        using var session = new LoginSession(login, cloud.Handler, TimeProvider.System);
        using var client = new CloudClient(new CloudOptions
        {
            Url = cloud.StandIn.Address,
            Handler = cloud.Handler,
            Tokens = session.TokenOrNullAsync,
        });
        await client.Apps.CheckLoginAsync(default);

        cloud.StandIn.ExpireTokens();
        await client.Apps.CheckLoginAsync(default);

        Assert.Single(cloud.StandIn.Requests.Of("POST /api/auth-tokens/refresh"));
        Assert.NotEqual(tokens.Token, await session.TokenOrNullAsync(null, default));
        Assert.Equal("", cloud.StandIn.Conformance.ToString());
    }

    /// <summary>A clock whose waits are a thousand times shorter, and which is that much ahead after them.</summary>
    private sealed class HastyClock : TimeProvider
    {
        private TimeSpan _ahead;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _ahead += dueTime;
            return System.CreateTimer(callback, state, dueTime / 1000, period);
        }
    }
}
