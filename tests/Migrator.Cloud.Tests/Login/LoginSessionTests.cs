using System.Net;
using Microsoft.Extensions.Time.Testing;
using Migrator.Cloud.Api;
using Migrator.Cloud.Login;
using Migrator.Cloud.Tests.Hosts;
using Migrator.Testing;

namespace Migrator.Cloud.Tests.Login;

/// <summary>Tokens that end (spec/cloud-deploy.md 2.1, 6.3).</summary>
public sealed class LoginSessionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Noon);

    [Fact]
    public async Task Token_WithSixMinutesLeft_IsUsed()
    {
        using var host = Renewing();
        using var session = new LoginSession(EndingAt(Noon.AddMinutes(6)), host, _time);

        Assert.Equal("old", await session.TokenOrNullAsync(null, default));
        Assert.Empty(host.Requests);
    }

    [Fact]
    public async Task Token_WithFourMinutesLeft_IsRenewedOnceAndKept()
    {
        using var folder = new TempFolder();
        var store = new LoginStore(folder.Path);
        using var host = Renewing();
        using var session = new LoginSession(EndingAt(Noon.AddMinutes(4)), host, _time, store);

        Assert.Equal("new", await session.TokenOrNullAsync(null, default));
        Assert.Equal("new", await session.TokenOrNullAsync(null, default));

        var request = Assert.Single(host.Requests);
        Assert.Equal("""{"token":"old","refreshToken":"renewal"}""", request.Body);
        Assert.Equal("Bearer old", request.Authorization);
        Assert.Equal("renewal-2", store.ReadOrNull(null)!.RefreshToken);
        Assert.Equal("2026-01-08T12:00:00Z", store.ReadOrNull(null)!.Expiration);
    }

    [Fact]
    public async Task Token_RefusedBySeveralAtOnce_IsRenewedOnce()
    {
        using var host = Renewing();
        using var session = new LoginSession(EndingAt(Noon.AddDays(1)), host, _time);

        var tokens = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => session.TokenOrNullAsync("old", default).AsTask()));

        Assert.All(tokens, token => Assert.Equal("new", token));
        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task Token_RenewedByAnotherProcess_IsTaken()
    {
        using var folder = new TempFolder();
        var store = new LoginStore(folder.Path);
        using var host = Renewing();
        using var session = new LoginSession(EndingAt(Noon.AddMinutes(4)), host, _time, store);
        store.Write(null, EndingAt(Noon.AddDays(7)) with { Token = "of-another-process" });

        Assert.Equal("of-another-process", await session.TokenOrNullAsync(null, default));
        Assert.Empty(host.Requests);
    }

    [Fact]
    public async Task PersonalToken_Refused_HasNoOther()
    {
        using var host = Renewing();
        using var session = new LoginSession(new CloudLogin(host.Client().Url, "personal"), host, _time);

        Assert.Equal("personal", await session.TokenOrNullAsync(null, default));
        Assert.Null(await session.TokenOrNullAsync("personal", default));
    }

    [Fact]
    public async Task Token_EndedWithoutRenewal_SaysToLogIn()
    {
        using var host = Renewing();
        using var session = new LoginSession(
            EndingAt(Noon.AddMinutes(-1)) with { RefreshToken = null }, host, _time);

        var fault = await Assert.ThrowsAsync<LoginException>(() => session.TokenOrNullAsync(null, default).AsTask());

        Assert.Contains("bindle2oci login", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renewal_Refused_SaysToLogInAndShowsNoToken()
    {
        using var host = new ScriptedCloud(request => ScriptedCloud.Problem(
            HttpStatusCode.BadRequest,
            $$"""{"title":"Login failed.","detail":"{{request.Body.Replace('"', '\'')}}"}"""));
        using var session = new LoginSession(
            EndingAt(Noon) with { Token = "secret-1", RefreshToken = "secret-2" }, host, _time);

        var fault = await Assert.ThrowsAsync<LoginException>(() => session.TokenOrNullAsync(null, default).AsTask());

        Assert.Contains("Log in again", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renewal_WhileTheCloudIsDown_MayPass()
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Answer(HttpStatusCode.BadGateway));
        using var session = new LoginSession(EndingAt(Noon), host, _time);

        var fault = await Assert.ThrowsAsync<CloudException>(() => session.TokenOrNullAsync(null, default).AsTask());

        Assert.True(fault.MayPass);
    }

    private static CloudLogin EndingAt(DateTimeOffset end) => new(new Uri("https://cloud.test/"), "old")
    {
        RefreshToken = "renewal",
        Expiration = end.ToString("O"),
    };

    private static ScriptedCloud Renewing() => new(_ => ScriptedCloud.Json(
        """{"token":"new","refreshToken":"renewal-2","expiration":"2026-01-08T12:00:00Z"}"""));
}
