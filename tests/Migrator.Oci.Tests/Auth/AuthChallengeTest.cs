using Migrator.Oci.Auth;

namespace Migrator.Oci.Tests.Auth;

public sealed class AuthChallengeTest
{
    [Fact]
    public void ReadOrNull_Bearer_GivesItsParts()
    {
        var challenge = Read(
            "Bearer realm=\"https://a.example/t?x=1,2\",service=\"s\\\"x\",scope=\"repository:a/b:pull,push\"");
        Assert.Equal("https://a.example/t?x=1,2", challenge?.Realm?.OriginalString);
        Assert.Equal("s\"x", challenge?.Service);
        Assert.Equal([new TokenScope("a/b", CanPush: true)], challenge!.Scopes.AsEnumerable());
    }

    [Fact]
    public void ReadOrNull_BasicBeforeBearer_IsBearer() =>
        Assert.NotNull(Read("Basic realm=\"x\"", "bearer realm=https://a.example/t , service=s")?.Realm);

    [Theory]
    [InlineData("Basic realm=\"x\"", true)]
    [InlineData("Negotiate", false)]
    [InlineData("Bearer service=\"s\"", false)]
    [InlineData("Bearer realm=\"not a place\"", false)]
    public void ReadOrNull_OtherSchemes_AreMetOnlyWhenBasic(string header, bool isMet)
    {
        var challenge = Read(header);
        Assert.Equal(isMet, challenge is not null);
        Assert.Null(challenge?.Realm);
    }

    private static AuthChallenge? Read(params string[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var header in headers)
        {
            response.Headers.TryAddWithoutValidation("WWW-Authenticate", header);
        }

        return AuthChallenge.ReadOrNull(response.Headers.WwwAuthenticate);
    }
}
