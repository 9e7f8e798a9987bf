using Microsoft.AspNetCore.Http;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Sources.Server.Tokens;
using Migrator.Testing.BindleServer;

namespace Migrator.Bindle.Tests.Sources.Server.Tokens;

/// <summary>
/// The login of the Bindle client (spec/bindle.md 5.12), renewed by its issuer; over sockets and TLS.
/// </summary>
public sealed class TokenLoginTests : TokenTest
{
    [Fact]
    public async Task Current_TokenIsGood_AsksNobody()
    {
        var login = Login(Issuer.TokenFile(Now.AddSeconds(61)));

        Assert.Equal(TokenOf("first", Now.AddSeconds(61)), await TokenAsync(login));
        Assert.Empty(Issuer.Requests);
    }

    [Theory]
    [InlineData(-100_000)]
    [InlineData(0)]
    [InlineData(60)]
    public async Task Current_TokenEndsWithinAMinute_IsRenewedAsTheClientDoes(int seconds)
    {
        var login = Login(Issuer.TokenFile(Now.AddSeconds(seconds)));

        Assert.Equal(TokenOf("number 1"), await TokenAsync(login));
        Assert.Equal(
            ("POST", "/oauth/token", null, "grant_type=refresh_token&refresh_token=refresh-1&client_id=bindle-client"),
            Assert.Single(Issuer.Requests));
    }

    [Fact]
    public async Task Current_TokenIsRenewed_TheFileHoldsItForItsOwnerAlone()
    {
        var login = Login(Issuer.TokenFile(Now));

        await TokenAsync(login);

        Assert.Equal(
            $"""
            access_token = 'access-1'
            token_type = 'bearer'
            refresh_token = 'refresh-2'
            scope = 'openid profile email offline_access'
            id_token = '{TokenOf("number 1")}'
            issuer = '{Issuer.Issuer}'
            client_id = 'bindle-client'
            token_url = '{Issuer.TokenUrl}'

            """,
            File.ReadAllText(TokenPath));
        Assert.Equal([TokenPath], Directory.GetFiles(Temp.Combine("login")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(TokenPath));
        }
    }

    [Fact]
    public async Task Current_FileIsALink_TheLinkStays()
    {
        var path = Temp.Combine("link");
        var bytes = Write(Issuer.TokenFile(Now));
        File.CreateSymbolicLink(path, TokenPath);

        await TokenAsync(new BindleTokenLogin(path, bytes, Connection, Clock));

        Assert.Equal(TokenPath, new FileInfo(path).LinkTarget);
        Assert.Contains("refresh-2", File.ReadAllText(TokenPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Current_TokenEndsAgainAndAgain_IsRenewedWithWhatCameLast()
    {
        var login = Login(Issuer.TokenFile(Now));
        foreach (var number in (int[])[1, 2, 3])
        {
            Issuer.End = Clock.Now.AddHours(1);

            Assert.Equal(TokenOf($"number {number}"), await TokenAsync(login));
            Clock.Now = Issuer.End;
        }
    }

    [Fact]
    public async Task Current_AskedByManyAtOnce_IsRenewedOnce()
    {
        var login = Login(Issuer.TokenFile(Now));

        var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => TokenAsync(login)));

        Assert.Equal([TokenOf("number 1")], tokens.Distinct());
        Assert.Single(Issuer.Requests);
    }

    [Fact]
    public async Task Current_WhoeverWaitsGivesUp_TheNewTokenIsKept()
    {
        var login = Login(Issuer.TokenFile(Now));
        using var stop = new CancellationTokenSource();
        var goOn = new TaskCompletionSource();
        Issuer.Fault = async _ =>
        {
            await stop.CancelAsync();
            await goOn.Task;
            return false;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => login.CurrentAsync(stop.Token));
        goOn.SetResult();

        Assert.Equal(TokenOf("number 1"), await TokenAsync(login));
        Assert.Single(Issuer.Requests);
    }

    [Fact]
    public async Task Current_TheClientRenewedTheFile_ItsTokenIsTaken()
    {
        var login = Login(Issuer.TokenFile(Now));
        Write(Issuer.TokenFile(Now.AddHours(2)));

        Assert.Equal(TokenOf("first", Now.AddHours(2)), await TokenAsync(login));
        Assert.Empty(Issuer.Requests);
    }

    [Theory]
    [InlineData("id_token = \"opaque\"\nrefresh_token = \"r\"\n")]
    [InlineData("id_token = \"a.b!.c\"\n")]
    [InlineData("id_token = \"a.e30.c\"\n")]
    [InlineData("id_token = \"a.eyJpc3MiOiJcdWQ4MDAiLCJleHAiOjF9.c\"\n")]
    public async Task Current_EndCannotBeTold_TheTokenIsShownAsItIs(string file)
    {
        Assert.NotEmpty(await TokenAsync(Login(file)));
        Assert.Empty(Issuer.Requests);
    }

    [Fact]
    public async Task Read_TokenHasEnded_TheServerIsShownTheNewOne()
    {
        await using var server = await BindleTestServer.StartAsync(new BindleServerSettings { Folder = Temp.Path });
        await using var source = new BindleServerSource(
            BindleServerHandlers.Create(),
            new BindleServerOptions
            {
                Address = BindleServerAddress.Parse(server.Url),
                Login = Login(Issuer.TokenFile(Now)),
            },
            Clock);

        await Assert.ThrowsAsync<BindleSourceException>(() => source.OpenAsync(ServerSample.Id, default));
        Clock.Now = Issuer.End;
        Issuer.End = Clock.Now.AddHours(1);
        await Assert.ThrowsAsync<BindleSourceException>(() => source.OpenAsync(ServerSample.Id, default));

        Assert.Equal(
            [$"Bearer {TokenOf("number 1", Now.AddHours(1))}", $"Bearer {TokenOf("number 2")}"],
            server.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task Refusal_ServerSendsTheRenewedTokenBack_DoesNotHoldIt()
    {
        await using var server = await BindleTestServer.StartAsync(new BindleServerSettings
        {
            Folder = Temp.Path,
            Fault = async context =>
            {
                context.Response.StatusCode = 401;
                await context.Response.WriteAsync($"not you: {context.Request.Headers.Authorization}");
                return true;
            },
        });
        await using var source = new BindleServerSource(
            BindleServerHandlers.Create(),
            new BindleServerOptions
            {
                Address = BindleServerAddress.Parse(server.Url),
                Login = Login(Issuer.TokenFile(Now)),
            },
            Clock);

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => source.OpenAsync(ServerSample.Id, default));

        Assert.Contains("not you: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TokenOf("number 1"), refusal.ToString(), StringComparison.Ordinal);
    }

    private string TokenOf(string subject, DateTimeOffset? end = null) =>
        TokenIssuerServer.Token(Issuer.Issuer, end ?? Issuer.End, subject);
}
