using Migrator.Oci.Auth;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>
/// What is said to those who are not let in: no login, a wrong one, one that has ended, one without the right
/// (spec/oci-peers.md 6c, rows 19 to 21).
/// </summary>
public sealed class LoginAdviceTest
{
    private static readonly ICredentialProvider Known = new Everywhere(
        RegistryCredential.Of(RegistryProcessOptions.UserName, RegistryProcessOptions.UserPassword));

    [Fact]
    public async Task Push_NoCredentials_SaysWhatToDo()
    {
        await using var hosted = await HostedTarget.StartAsync(new RegistryHostOptions { Password = true });
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));
        Assert.Equal(RegistryFailure.Credentials, fault.Failure);
        Assert.Contains("Log in", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_RefusedLogin_IsToldFromNone()
    {
        await using var hosted = await HostedTarget.StartAsync(
            new RegistryHostOptions { Password = true },
            credentials: new Everywhere(RegistryCredential.Of(RegistryProcessOptions.UserName, "guessed")));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));
        Assert.Contains("login that was sent is not accepted", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":"invalid_grant","error_description":"Token is not active"}""", true)]
    [InlineData("""{"error":"invalid_grant"}""", true)]
    [InlineData("""{"error":"invalid_client"}""", true)]
    [InlineData("""{"error":"unauthorized_client"}""", true)]
    [InlineData("""{"error":{"code":7},"message":"no"}""", true)]
    [InlineData("""{"error":"invalid_scope"}""", false)]
    public async Task Push_IdentityTokenHasEnded_SaysToLogInAgain(string body, bool isLogin)
    {
        await using var hosted = await HostedTarget.StartAsync(
            WithTokens(new RegistryTokens()),
            credentials: new Everywhere(RegistryCredential.OfIdentityToken("identity-token-of-tests")));
        hosted.Host.Faults.OnEvery(RequestKind.Token, Fault.Answer(
            () => new RegistryAnswer(400).WithText("application/json", body)));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));

        Assert.Equal(isLogin ? RegistryFailure.Credentials : RegistryFailure.Refused, fault.Failure);
        Assert.Equal(isLogin, fault.Message.Contains("log in again", StringComparison.Ordinal));
        Assert.Equal(
            body.Contains("active", StringComparison.Ordinal),
            fault.Message.Contains("(invalid_grant: Token is not active)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(DeniedForm.Challenge, true, "The login may not push to team/app: it lacks the scope repository:")]
    [InlineData(DeniedForm.Challenge, false, "No login was sent. Log in, by docker login")]
    [InlineData(DeniedForm.Forbidden, true, "The account needs the scope repository:team/app:pull,push")]
    [InlineData(DeniedForm.Forbidden, false, "No login was sent. Log in, by docker login")]
    public async Task Push_TokenForPullAlone_TellsALoginFromNone(DeniedForm form, bool isLoggedIn, string advice)
    {
        var options = WithTokens(new RegistryTokens
        {
            AnonymousPull = true,
            Denied = new Dictionary<string, string> { ["team/app"] = "push" },
        }) with { Personality = RegistryPersonalities.Distribution3 with { Denied = form } };
        await using var hosted = await HostedTarget.StartAsync(options, credentials: isLoggedIn ? Known : null);

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));

        Assert.Equal(RegistryFailure.Credentials, fault.Failure);
        Assert.Contains(advice, fault.Message, StringComparison.Ordinal);
        Assert.Contains("repository:team/app:pull,push", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not accepted", fault.Message, StringComparison.Ordinal);
        Assert.Empty(hosted.Warnings);
    }

    private static RegistryHostOptions WithTokens(RegistryTokens tokens) => new() { Tokens = tokens };

    private sealed class Everywhere(RegistryCredential credential) : ICredentialProvider
    {
        public ValueTask<RegistryCredential?> FindOrNullAsync(string host, CancellationToken cancellationToken) =>
            new(credential);
    }
}
