using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server.Tokens;

namespace Migrator.Bindle.Tests.Sources.Server.Tokens;

/// <summary>An issuer that sends back what it was shown, where it is not expected.</summary>
public sealed class IssuerHttpTests
{
    private const string HalfOfASecret = "refresh-";

    // Of the issuer's description and of its tokens alike.
    [Fact]
    public async Task Ask_AnswerDripsWithoutEnd_EndsAfterATime()
    {
        var clock = new ManualClock();
        var handler = new AnsweringHandler(_ => new HttpResponseMessage(System.Net.HttpStatusCode.OK)
        {
            Content = new StreamContent(new DrippingStream(() => clock.Fire(TimeSpan.FromSeconds(30)))),
        });
        using var http = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://issuer.example.com/");
        var file = TokenFile.Read("id_token = \"a.b.c\""u8.ToArray());
        var issuer = new IssuerHttp(http, clock, new TokenRefusal("token", HeldToken.Of(file)));

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => issuer.AskAsync(request));

        Assert.Equal(SourceFailure.Temporary, refusal.Failure);
        Assert.Contains("no whole answer within 30 seconds", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_WhatComesIsNotHttp_RepeatsNothingOfIt(bool isInBody)
    {
        var message = $"Received an invalid line: '{HalfOfASecret}'.";
        var handler = new AnsweringHandler(_ => throw (isInBody
            ? new HttpIOException(HttpRequestError.InvalidResponse, message)
            : new HttpRequestException(HttpRequestError.InvalidResponse, message)));
        using var http = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://issuer.example.com/");
        var file = TokenFile.Read("id_token = \"a.b.c\""u8.ToArray());
        var issuer = new IssuerHttp(http, TimeProvider.System, new TokenRefusal("token", HeldToken.Of(file)));

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => issuer.AskAsync(request));

        Assert.Equal(SourceFailure.Temporary, refusal.Failure);
        Assert.Contains("breaks the rules of HTTP", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(HalfOfASecret, refusal.ToString(), StringComparison.Ordinal);
    }
}
