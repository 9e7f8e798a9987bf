using Microsoft.Extensions.Time.Testing;
using Migrator.Oci.Auth;

namespace Migrator.Oci.Tests.Auth;

/// <summary>A token is changed before it ends, so that no upload is under way when it does.</summary>
public sealed class BearerTokenTest
{
    [Theory]
    [InlineData(300, 269, true)]
    [InlineData(300, 271, false)]
    [InlineData(60, 44, true)]
    [InlineData(60, 46, false)]
    [InlineData(1, 0, true)]
    public void IsFresh_SomeOfItsLifeIsLeft_IsChangedAhead(int lifetime, int age, bool isFresh)
    {
        var clock = new FakeTimeProvider();
        var token = new BearerToken("value", [], TimeSpan.FromSeconds(lifetime), clock.GetTimestamp());

        clock.Advance(TimeSpan.FromSeconds(age));

        Assert.Equal(isFresh, token.IsFresh(clock));
    }

    [Theory]
    [InlineData("team/app", false, true)]
    [InlineData("team/app", true, true)]
    [InlineData("team/lib", false, true)]
    [InlineData("team/lib", true, false)]
    [InlineData("team/other", false, false)]
    public void Covers_Scopes_AreThoseItWasAskedFor(string repository, bool canPush, bool covers)
    {
        var token = new BearerToken(
            "value", [new TokenScope("team/app", true), new TokenScope("team/lib", false)], TimeSpan.MaxValue, 0);

        Assert.Equal(covers, token.Covers([new TokenScope(repository, canPush)]));
    }
}
