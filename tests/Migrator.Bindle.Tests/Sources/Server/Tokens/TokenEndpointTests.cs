using System.Text;
using Microsoft.AspNetCore.Http;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Sources.Server.Tokens;
using Migrator.Testing;
using Migrator.Testing.BindleServer;
using Migrator.Testing.Registries;

namespace Migrator.Bindle.Tests.Sources.Server.Tokens;

/// <summary>
/// Where what a login holds is sent, and where never (spec/bindle.md 5.12).
/// </summary>
public sealed class TokenEndpointTests : TokenTest
{
    [Fact]
    public async Task Current_FileDoesNotSayWhereTokensAreGiven_AsksTheIssuer()
    {
        var login = Login(WithoutTokenUrl());

        Assert.NotEmpty((await login.CurrentAsync(default)).Header);
        Assert.Equal(
            ["/.well-known/openid-configuration", "/oauth/token"], Issuer.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Current_IssuerNamesAnEndpointElsewhere_ThatOneIsTaken()
    {
        // As Google's: tokens are of accounts.google.com, and given at oauth2.googleapis.com.
        Issuer.NamedTokenUrl = Other.TokenUrl;
        Other.Fault = async context =>
        {
            var token = TokenIssuerServer.Token(Issuer.Issuer, Issuer.End, "elsewhere");
            await context.Response.WriteAsync($$"""{"access_token": "a", "id_token": "{{token}}"}""");
            return true;
        };
        var login = Login(FileAt(Other.TokenUrl));

        Assert.NotEmpty((await login.CurrentAsync(default)).Header);
        Assert.Equal("/oauth/token", Assert.Single(Other.Requests).Path);

        // The old refresh token stays where no new one is given.
        Assert.Contains("refresh_token = 'refresh-1'", File.ReadAllText(TokenPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Current_FilePointsElsewhereThanItsIssuer_NothingIsSentThere()
    {
        var refusal = await RefusalAsync(FileAt(Other.TokenUrl));

        Assert.Contains("does not name", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Other.Requests);
        Assert.DoesNotContain(Issuer.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task Current_DescriptionOfAnotherIssuer_IsNotTaken()
    {
        Issuer.Fault = async context =>
        {
            await context.Response.WriteAsync(
                $$"""{"issuer": "{{Other.Issuer}}", "token_endpoint": "{{Other.TokenUrl}}"}""");
            return true;
        };

        var refusal = await RefusalAsync(WithoutTokenUrl());

        Assert.Contains("describes another issuer", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Other.Requests);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/token", "its token_url is not an https URL")]
    [InlineData("https://user:pass@127.0.0.1:9/token", "its token_url is not an https URL")]
    [InlineData("token", "its token_url is not an https URL")]
    public async Task Current_TokenUrlIsNotSafe_NothingIsSent(string url, string expected)
    {
        var refusal = await RefusalAsync(FileAt(url));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Issuer.Requests);
    }

    [Fact]
    public async Task Current_IssuerIsNotSafe_NothingIsSent()
    {
        var issuer = Issuer.Issuer.Replace("https:", "http:", StringComparison.Ordinal);
        var file = Issuer.TokenFile(Now).Replace(
            TokenIssuerServer.Token(Issuer.Issuer, Now, "first"),
            TokenIssuerServer.Token(issuer, Now, "first"),
            StringComparison.Ordinal);

        var refusal = await RefusalAsync(file);

        Assert.Contains("its issuer is not an https URL", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Issuer.Requests);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Current_IssuerPointsElsewhere_IsNotFollowed(int status)
    {
        Issuer.Fault = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = Other.TokenUrl;
            return Task.FromResult(true);
        };

        var refusal = await RefusalAsync(Issuer.TokenFile(Now));

        Assert.Contains($"answers {status}", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Other.Requests);
    }

    [Fact]
    public async Task Current_CertificateIsOfNobodyKnown_NothingIsSent()
    {
        var connection = new BindleServerConnection { UncheckedHost = "127.0.0.1" };
        var login = new BindleTokenLogin(TokenPath, Write(Issuer.TokenFile(Now)), connection, Clock);

        var refusal = await RefusalAsync(login);

        Assert.Contains("no secure connection", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Issuer.Requests);
    }

    private string FileAt(string tokenUrl) =>
        Issuer.TokenFile(Now).Replace(Issuer.TokenUrl, tokenUrl, StringComparison.Ordinal);

    private string WithoutTokenUrl() =>
        Issuer.TokenFile(Now).Replace($"token_url = \"{Issuer.TokenUrl}\"\n", "", StringComparison.Ordinal);
}
