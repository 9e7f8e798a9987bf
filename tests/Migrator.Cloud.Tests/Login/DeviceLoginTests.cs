using System.Net;
using Migrator.Cloud.Login;
using Migrator.Cloud.Tests.Hosts;

namespace Migrator.Cloud.Tests.Login;

/// <summary>The login by a code (spec/cloud-deploy.md 6.3), on a virtual clock.</summary>
public sealed class DeviceLoginTests
{
    [Theory]
    [InlineData(400, """{"title":"Login failed."}""")]
    [InlineData(200, "{}")]
    [InlineData(502, "")]
    public async Task Run_ConfirmedAtTheThirdQuestion_GivesTheLogin(int pending, string body)
    {
        var questions = 0;
        using var host = new ScriptedCloud(request => request.Path switch
        {
            "/api/device-codes" => ScriptedCloud.Json(
                """
                {"deviceCode":"device-secret","userCode":"ABCD-1234","verificationUrl":"https://cloud.test/device",
                "expiresIn":900,"interval":5}
                """),
            _ when ++questions < 3 => ScriptedCloud.Json(body, (HttpStatusCode)pending),
            _ => ScriptedCloud.Json("""{"token":"t","refreshToken":"r","expiration":"2026-01-08T12:00:00Z"}"""),
        });
        var clock = new VirtualClock();
        var shown = new List<string>();
        using var cloud = host.Client();

        var login = await clock.RunAsync(() => new DeviceLogin(cloud, clock).RunAsync(
            code => shown.Add(code.ToString()), isInsecure: false, default));

        Assert.Equal(("t", "r"), (login.Token, login.RefreshToken));
        Assert.Equal(TimeSpan.FromSeconds(15), clock.Elapsed);
        Assert.Equal(["ABCD-1234 at https://cloud.test/device"], shown);
        Assert.All(host.Requests, request => Assert.Null(request.Authorization));
        Assert.Equal(
            """{"provider":"DeviceFlow","clientId":"583e63e9-461f-4fbe-a246-23e0fb1cad10","""
            + "\"providerCode\":\"device-secret\"}",
            host.Requests[^1].Body);
    }

    [Theory]
    [InlineData("60", 60)]
    [InlineData("0", 15 * 60)]
    [InlineData("9223372036854775807", 60 * 60)]
    public async Task Run_NeverConfirmed_EndsWhenTheCodeDoes(string expiresIn, int seconds)
    {
        using var host = new ScriptedCloud(request => request.Path == "/api/device-codes"
            ? ScriptedCloud.Json(
                $$"""{"deviceCode":"d","userCode":"U","verificationUrl":"v","expiresIn":{{expiresIn}},"interval":0}""")
            : ScriptedCloud.Answer(HttpStatusCode.BadRequest));
        var clock = new VirtualClock();
        using var cloud = host.Client();

        var fault = await Assert.ThrowsAsync<LoginException>(() => clock.RunAsync(
            () => new DeviceLogin(cloud, clock).RunAsync(_ => { }, isInsecure: false, default)));

        Assert.Contains("not confirmed in time", fault.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(seconds), clock.Elapsed);
    }
}
