using Migrator.Oci.Auth;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>
/// Who gets in, by what, and who never sees a credential (spec/oci-peers.md 6c, rows 19 to 21, 25, 26 and 51).
/// </summary>
public sealed class AccessTest
{
    private const string User = RegistryProcessOptions.UserName;
    private const string Password = RegistryProcessOptions.UserPassword;
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ICredentialProvider Known = new Everywhere(RegistryCredential.Of(User, Password));

    [Fact]
    public async Task Push_BasicAuthentication_CostsOneRefusalForTheWholeRun()
    {
        await using var hosted = await HostedTarget.StartAsync(
            new RegistryHostOptions { Password = true }, credentials: Known);
        await PushManyAsync(hosted);
        Assert.Single(hosted.Host.Requests.All, request => request.Status == 401);
    }

    [Fact]
    public async Task Push_Tokens_CostsOneRefusalForTheRunAndOneTokenForTheRepository()
    {
        await using var hosted = await HostedTarget.StartAsync(WithTokens(new RegistryTokens()), credentials: Known);
        await PushManyAsync(hosted);
        Assert.Single(hosted.Host.Requests.All, request => request.Status == 401);
        Assert.Equal(1, hosted.Host.Tokens!.Issued);
    }

    [Fact]
    public async Task Push_ExpectedRepositories_ShareOneToken()
    {
        await using var hosted = await HostedTarget.StartAsync(WithTokens(new RegistryTokens()), credentials: Known);
        var names = Enumerable.Range(0, 20).Select(number => $"team/app{number}").ToList();
        hosted.Client.Expect(names.Select(hosted.Reference));
        foreach (var (number, name) in names.Index())
        {
            await PushLayerAsync(hosted.Open(name), $"own {number}");
        }

        Assert.Equal(1, hosted.Host.Tokens!.Issued);
    }

    [Fact]
    public async Task Push_TokenServerThatTakesShortQueriesOnly_GetsThem()
    {
        await using var hosted = await HostedTarget.StartAsync(
            WithTokens(new RegistryTokens { MaxQueryLength = 250 }), credentials: Known);
        var names = Enumerable.Range(0, 20).Select(number => $"team/app{number}").ToList();
        hosted.Client.Expect(names.Select(hosted.Reference));
        foreach (var name in names)
        {
            await PushLayerAsync(hosted.Open(name), name);
        }

        Assert.Equal(20, hosted.Host.Repositories.Count());
    }

    [Theory]
    [InlineData(403)]
    [InlineData(414)]
    public async Task Push_TokenServerGivesNoTokenForAMount_SendsTheBlob(int status)
    {
        await using var hosted = await HostedTarget.StartAsync(WithTokens(new RegistryTokens()), credentials: Known);
        hosted.Host.Faults.When(
            request => request.Kind == RequestKind.Token && request.CountOf("scope") > 1,
            Fault.Status(status, "DENIED"),
            count: int.MaxValue);

        await PushImageAsync(hosted.Open("team/one"), "t", "a", "b");
        await PushImageAsync(hosted.Open("team/two"), "t", "a", "b");

        Assert.Empty(hosted.Host.IncompleteTags());
        Assert.Equal(2, hosted.Host.Repositories.Count());
    }

    [Theory]
    [InlineData(RequestKind.UploadPut)]
    [InlineData(RequestKind.ManifestPut)]
    public async Task Push_TokenIsRevokedInBetween_ANewOneIsFetched(RequestKind kind)
    {
        await using var hosted = await HostedTarget.StartAsync(WithTokens(new RegistryTokens()), credentials: Known);
        hosted.Host.Faults.On(kind, Fault.TokensRevoked());
        await PushImageAsync(hosted.Open(), "t", "a", "b");
        Assert.Empty(hosted.Host.IncompleteTags());
        Assert.Equal(2, hosted.Host.Tokens!.Issued);
    }

    [Fact]
    public async Task Push_SecondRefusal_IsAFaultOfCredentials()
    {
        await using var hosted = await HostedTarget.StartAsync(WithTokens(new RegistryTokens()), credentials: Known);
        hosted.Host.Faults.OnEvery(RequestKind.UploadPut, Fault.TokensRevoked());
        var target = hosted.Open();
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(target, "a"));
        Assert.Equal(RegistryFailure.Credentials, fault.Failure);
    }

    [Fact]
    public async Task Push_IdentityToken_IsChangedForAnAccessToken()
    {
        await using var hosted = await HostedTarget.StartAsync(
            WithTokens(new RegistryTokens { IdentityToken = "identity-token-of-tests", AccessTokenOnly = true }),
            credentials: new Everywhere(RegistryCredential.OfIdentityToken("identity-token-of-tests")));
        await PushLayerAsync(hosted.Open(), "a");
        Assert.Equal("POST", Assert.Single(hosted.Host.Requests.Of(RequestKind.Token)).Method);
    }

    [Theory]
    [InlineData(503, RegistryFailure.Temporary)]
    [InlineData(400, RegistryFailure.Credentials)]
    [InlineData(411, RegistryFailure.Refused)]
    public async Task Push_TokenServerFails_IsToldApart(int status, RegistryFailure failure)
    {
        await using var hosted = await HostedTarget.StartAsync(WithTokens(new RegistryTokens()), credentials: Known);
        hosted.Host.Faults.OnEvery(RequestKind.Token, Fault.Status(status));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));
        Assert.Equal(failure, fault.Failure);
        Assert.Contains("getting a token", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_TokenIsCutOff_IsTemporary()
    {
        await using var hosted = await HostedTarget.StartAsync(WithTokens(new RegistryTokens()), credentials: Known);
        hosted.Host.Faults.OnEvery(RequestKind.Token, Fault.CutAnswerAfter(100));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));
        Assert.Equal(RegistryFailure.Temporary, fault.Failure);
    }

    [Fact]
    public async Task Push_TokenServerDeniesOnce_IsAskedAgain()
    {
        await using var hosted = await HostedTarget.StartAsync(WithTokens(new RegistryTokens()), credentials: Known);
        hosted.Host.Faults.On(RequestKind.Token, Fault.Status(403, "DENIED"));
        await PushLayerAsync(hosted.Open(), "a");
    }

    [Theory]
    [InlineData(DeniedForm.Challenge, RegistryFailure.Credentials)]
    [InlineData(DeniedForm.Forbidden, RegistryFailure.Credentials)]
    [InlineData(DeniedForm.NotFound, RegistryFailure.Refused)]
    public async Task Push_TokenLacksPush_NamesWhatIsNeeded(DeniedForm form, RegistryFailure failure)
    {
        var options = WithTokens(new RegistryTokens
        {
            Denied = new Dictionary<string, string> { ["team/app"] = "push" },
        }) with { Personality = RegistryPersonalities.Distribution3 with { Denied = form } };
        await using var hosted = await HostedTarget.StartAsync(options, credentials: Known);
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));
        Assert.Equal(failure, fault.Failure);
        if (form != DeniedForm.NotFound)
        {
            Assert.Contains("repository:team/app:pull,push", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Push_TokenServerOfAnotherDomain_GetsNothing()
    {
        var options = WithTokens(new RegistryTokens()) with { TokenRealm = "http://tokens.elsewhere.example/token" };
        await using var hosted = await HostedTarget.StartAsync(options, credentials: Known);
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));
        Assert.Equal(RegistryFailure.Credentials, fault.Failure);
        Assert.Contains("tokens.elsewhere.example", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_BlobAtAnotherHost_IsReadThereWithoutCredentials()
    {
        await using var hosted = await HostedTarget.StartAsync(
            new RegistryHostOptions { Password = true, Personality = RegistryPersonalities.Acr }, credentials: Known);
        var target = hosted.Open();
        await PushLayerAsync(target, "a");
        Assert.Equal(Bytes("a"), await ReadAsync(target, Layer("a")));
        Assert.False(Assert.Single(hosted.Host.Requests.Of(RequestKind.StorageGet)).HasAuthorization);
    }

    [Fact]
    public async Task Message_RegistryEchoesTheCredentials_HasNoneOfThem()
    {
        await using var hosted = await HostedTarget.StartAsync(
            new RegistryHostOptions { Password = true }, credentials: Known);
        hosted.Host.Faults.OnEvery(
            RequestKind.UploadPut, Fault.Status(400, "UNKNOWN", $"bad password {Password} of {User}"));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));
        Assert.Contains("bad password ***", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Message_TokenServerEchoesTheLogin_HasNothingOfIt(int status)
    {
        await using var hosted = await HostedTarget.StartAsync(WithTokens(new RegistryTokens()), credentials: Known);
        var basic = RegistryCredential.Of(User, Password).ToBasic();
        hosted.Host.Faults.OnEvery(RequestKind.Token, Fault.Status(status, $"X{basic}", $"Basic {basic} is wrong"));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));
        Assert.Contains("Basic *** is wrong", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(basic, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_TokenServerEchoesTheForm_HasNoIdentityToken()
    {
        const string identity = "a+b/c=SECRETSECRETtail";
        await using var hosted = await HostedTarget.StartAsync(
            WithTokens(new RegistryTokens()),
            credentials: new Everywhere(RegistryCredential.OfIdentityToken(identity)));
        hosted.Host.Faults.OnEvery(
            RequestKind.Token,
            Fault.Status(400, "UNKNOWN", $"refresh_token={Uri.EscapeDataString(identity)} and {identity}"));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));
        Assert.Contains("refresh_token=*** and ***", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_EmptyTokenBesideAnAccessToken_TakesThat()
    {
        await using var hosted = await HostedTarget.StartAsync(
            WithTokens(new RegistryTokens { FixedToken = "fixed-one" }), credentials: Known);
        hosted.Host.Faults.OnEvery(RequestKind.Token, Fault.Body("""{"token":"","access_token":"fixed-one"}"""));
        Assert.Equal(PushResult.Pushed, await PushLayerAsync(hosted.Open(), "a"));
    }

    [Fact]
    public async Task OpenReadOnly_AnonymousPull_NeedsNoCredentials()
    {
        await using var hosted = await HostedTarget.StartAsync(WithTokens(new RegistryTokens { AnonymousPull = true }));
        Assert.Null(await hosted.Client.OpenReadOnly(hosted.Reference()).ResolveOrNullAsync("t", None));
    }

    private static RegistryHostOptions WithTokens(RegistryTokens tokens) => new() { Tokens = tokens };

    private static Task PushManyAsync(HostedTarget hosted)
    {
        var target = hosted.Open();
        return Task.WhenAll(Enumerable.Range(0, 16).Select(number => PushLayerAsync(target, $"{number}")));
    }

    private sealed class Everywhere(RegistryCredential credential) : ICredentialProvider
    {
        public ValueTask<RegistryCredential?> FindOrNullAsync(string host, CancellationToken cancellationToken) =>
            new(credential);
    }
}
