using System.Net;
using Migrator.Cloud.Api;
using Migrator.Cloud.Tests.Hosts;
using Migrator.Testing;

namespace Migrator.Cloud.Tests.Api;

/// <summary>A cloud that sends back what it was shown, in whatever form: none of it is told.</summary>
[CloudTest(CloudLine.Redaction)]
public sealed class SecretTests
{
    private const string Token = "token+of/the=test";

    [Theory]
    [InlineData("token+of/the=test")]
    [InlineData("TOKEN+OF/THE=TEST")]
    [InlineData("token%2Bof%2Fthe%3Dtest")]
    [InlineData("token%2bof%2fthe%3dtest")]
    [InlineData("token&#x2B;of/the=test")]
    [InlineData("token\\u002Bof/the=test")]
    public async Task Error_WithTheTokenInAnyForm_IsToldWithoutIt(string form)
    {
        var fault = await FaultOfAsync(_ => ScriptedCloud.Answer(HttpStatusCode.BadRequest, $"bad {form} here"));

        Assert.Contains("bad *** here", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token+of/the=test")]
    [InlineData("\\u0074oken\\u002bof\\/the=test")]
    public async Task Document_WithTheTokenInIt_IsNotRead(string form)
    {
        foreach (var app in (string[])
            [
                $$"""{"id":"{{Guid.Empty}}","name":"a{{form}}b","storageId":"a","channels":[]}""",
                $$"""{"id":"{{Guid.Empty}}","name":"a","storageId":"a","channels":[],"{{form}}":1}""",
                $$"""{"id":"{{Guid.Empty}}","name":"a","storageId":"a","channels":[],"x":[{"y":"{{form}}"}]}""",
            ])
        {
            var fault = await FaultOfAsync(_ => ScriptedCloud.Json(app));

            Assert.Equal(CloudFailure.Unexpected, fault.Failure);
            Assert.Contains("the login's own token", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Document_WithHalfACharacterInIt_IsRead()
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Json(
            $$"""{"id":"{{Guid.Empty}}","name":"a","storageId":"a","channels":[],"x":"\ud83d"}"""));
        using var cloud = host.Client();

        Assert.Equal("a", (await cloud.Apps.GetAsync(Guid.Empty, default)).Name);
    }

    [Fact]
    public async Task BrokenRenewal_WithTheTokenOnTheWayToTheFault_IsToldWithoutIt()
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Json("""{"the-refresh-token":{"x":nothing}}"""));
        using var cloud = host.Client();

        var fault = await Assert.ThrowsAsync<CloudException>(
            () => cloud.Tokens.RefreshAsync("the-old-token", "the-refresh-token", default));

        Assert.Contains("no such document", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the-refresh-token", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_ToAHostOfTheToken_IsToldWithoutIt()
    {
        var fault = await FaultOfAsync(
            _ => new HttpResponseMessage(HttpStatusCode.Found)
            {
                Headers = { Location = new Uri("https://Token-Of-The-Test.example.com/") },
            },
            "Token-Of-The-Test");

        Assert.Contains("https://***.example.com", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenAnswer_ThatIsQuoted_IsToldWithoutTheToken()
    {
        var fault = await FaultOfAsync(_ => throw new HttpRequestException(
            "outer", new IOException($"Received an invalid status line: 'HTTP/1.1 200 {Token}'.")));

        Assert.Contains("invalid status line: 'HTTP/1.1 200 ***'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renewal_ThatGivesTheSameRefreshToken_IsTaken()
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Json(
            """{"token":"the-new-token","refreshToken":"the-refresh-token","expiration":"2030-01-01T00:00:00Z"}"""));
        using var cloud = host.Client();

        var tokens = await cloud.Tokens.RefreshAsync("the-old-token", "the-refresh-token", default);

        Assert.Equal(("the-new-token", "the-refresh-token"), (tokens.Token, tokens.RefreshToken));
    }

    private static async Task<CloudException> FaultOfAsync(
        Func<SentRequest, HttpResponseMessage> answer, string token = Token)
    {
        using var host = new ScriptedCloud(answer);
        using var cloud = host.Client((refused, _) => new(refused is null ? token : null));

        var fault = await Assert.ThrowsAsync<CloudException>(() => cloud.Apps.GetAsync(Guid.Empty, default));

        Assert.DoesNotContain(token, $"{fault} {fault.NextStep}", StringComparison.OrdinalIgnoreCase);
        return fault;
    }
}
