using System.Net;
using System.Text;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Sources.Server.Tokens;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>Credentials: where they come from, and that no message ever holds one.</summary>
public sealed class CredentialTests
{
    private const string Secret = "sw0rdf1sh-and-more";

    public static TheoryData<string> Kinds => ["basic", "bearer"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Refusal_ServerSendsTheSecretBack_DoesNotHoldIt(string kind)
    {
        var credential = CredentialOf(kind);
        foreach (var status in (HttpStatusCode[])[
            HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest, HttpStatusCode.BadGateway])
        {
            foreach (var (body, type) in ((string, string)[])
                [
                    ($"error = \"no: {credential.Header} {Secret}\"\n", "application/toml"),
                    ($"{Secret} {credential.Header}", "text/plain"),
                    ("x", $"text/{Secret}"),
                ])
            {
                var refusal = await ServerSample.RefusalAsync(
                    new AnsweringHandler(_ => AnsweringHandler.Of(status, body, type)),
                    ServerSample.Options with { Credential = credential });

                AssertNoSecret(credential, refusal.ToString());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Refusal_ConnectionFails_DoesNotHoldTheSecret(string kind)
    {
        var credential = CredentialOf(kind);

        var refusal = await ServerSample.RefusalAsync(
            new AnsweringHandler(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused")),
            ServerSample.Options with { Credential = credential });

        AssertNoSecret(credential, refusal.ToString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ToString_OfWhateverHoldsIt_SaysTheKindOnly(string kind)
    {
        var credential = CredentialOf(kind);
        var options = ServerSample.Options with { Credential = credential };

        AssertNoSecret(credential,
            $"{credential} {options} {ServerSample.Source(ServerSample.Whole(), options).Description}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words of " + Secret)]
    [InlineData("line\n" + Secret)]
    public void Bearer_TokenThatCannotBeSent_IsRefusedWithoutShowingIt(string token) =>
        Assert.DoesNotContain(
            Secret, Assert.Throws<FormatException>(() => BindleServerCredential.Bearer(token)).Message,
                StringComparison.Ordinal);

    [Fact]
    public void TokenFile_OfTheBindleClient_GivesItsIdToken()
    {
        var file = $"""
            issuer = "https://issuer.example.com"
            refresh_token = "other"
            id_token = "{Secret}"
            access_token = "another"
            """;

        Assert.Equal($"Bearer {Secret}", HeldToken.Of(TokenFile.Read(Encoding.UTF8.GetBytes(file))).Credential.Header);
    }

    [Theory]
    [InlineData("")]
    [InlineData("id_token = 1")]
    [InlineData("id_token = \"" + Secret)]
    public void TokenFile_ThatIsNone_IsRefusedWithoutShowingIt(string file) => Assert.DoesNotContain(
        Secret,
        Assert.Throws<FormatException>(() => TokenFile.Read(Encoding.UTF8.GetBytes(file))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("https://platform.example.com/v1", "Basic YWRtaW46cHc=")]
    [InlineData("https://cloud.example.com/api/registry/", "Bearer tok")]
    [InlineData("https://other.example.com/v1", null)]
    [InlineData("http://cloud.example.com/api/registry/", null)]
    [InlineData("https://cloud.example.com:444/api/registry/", null)]
    public void FermyonConfig_ForAServer_GivesTheLoginThatWasMadeForIt(string server, string? expected)
    {
        var config = FermyonConfig.Read(
            """
            {"url":"https://cloud.example.com/","danger_accept_invalid_certs":false,"token":"tok","refresh_token":"r",
            "bindle_url":"https://platform.example.com/v1","bindle_username":"admin","bindle_password":"pw"}
            """u8.ToArray());

        Assert.Equal(expected, config.CredentialFor(BindleServerAddress.Parse(server))?.Header);
    }

    [Theory]
    [InlineData("\"bindle_url\":\"no url " + Secret + "\",\"bindle_username\":\"a\"", "bindle_url")]
    [InlineData(
        "\"bindle_url\":\"https://b.example.com\",\"bindle_username\":\"a:" + Secret + "\"", "bindle_url")]
    public void FermyonConfig_OneLoginIsUnfit_GivesTheOtherAndSaysSo(string unfit, string named)
    {
        var config = FermyonConfig.Read(
            Encoding.UTF8.GetBytes($$"""{"url":"https://cloud.example.com/","token":"tok",{{unfit}}}"""));

        var credential = config.CredentialFor(BindleServerAddress.Parse("https://cloud.example.com/"));
        Assert.Equal("Bearer tok", credential?.Header);
        Assert.Null(config.PlatformServer);
        var problem = Assert.Single(config.Problems);
        Assert.Contains(named, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"token\": \"" + Secret)]
    public void FermyonConfig_ThatIsNone_IsRefusedWithoutShowingIt(string file) => Assert.DoesNotContain(
        Secret,
        Assert.Throws<FormatException>(() => FermyonConfig.Read(Encoding.UTF8.GetBytes(file))).ToString(),
        StringComparison.Ordinal);

    private static BindleServerCredential CredentialOf(string kind) =>
        kind == "basic" ? BindleServerCredential.Basic("admin", Secret) : BindleServerCredential.Bearer(Secret);

    private static void AssertNoSecret(BindleServerCredential credential, string text)
    {
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(credential.Header.Split(' ')[1], text, StringComparison.Ordinal);
    }
}
