using System.Net;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>Rows 101 and 102 of spec/bindle.md 10.6: where redirects lead, and what goes along.</summary>
public sealed class RedirectTests
{
    private static readonly BindleServerOptions WithLogin =
        ServerSample.Options with { Credential = BindleServerCredential.Basic("admin", "sw0rdf1sh") };

    [Theory]
    [InlineData("https://other.example.com/x", "https://other.example.com/x")]
    [InlineData("https://bindle.example.com:8443/x", "https://bindle.example.com:8443/x")]
    [InlineData("//other.example.com/x+b", "https://other.example.com/x+b")]
    [BindleRow(101)]
    public async Task OpenAsync_RedirectToAnotherOrigin_GoesThereWithoutCredentials(string location, string expected)
    {
        var handler = Redirecting(location);

        await ServerSample.Source(handler, WithLogin).OpenAsync(ServerSample.Id, CancellationToken.None);

        Assert.NotNull(handler.Requests[0].Authorization);
        Assert.Equal((expected, null), (handler.Requests[1].Uri, handler.Requests[1].Authorization));
    }

    [Theory]
    [InlineData("/x%2Fy/../z", "https://bindle.example.com/x%2Fy/../z")]
    [InlineData("y?q=1", "https://bindle.example.com/base/v1/_i/example.com/shop/y?q=1")]
    [InlineData("https://bindle.example.com/x#part", "https://bindle.example.com/x")]
    public async Task OpenAsync_RedirectWithinTheOrigin_KeepsCredentialsAndPath(string location, string expected)
    {
        var handler = Redirecting(location);

        await ServerSample.Source(handler, WithLogin).OpenAsync(ServerSample.Id, CancellationToken.None);

        Assert.Equal(expected, handler.Requests[1].Uri);
        Assert.Equal(handler.Requests[0].Authorization, handler.Requests[1].Authorization);
    }

    [Fact]
    public async Task OpenAsync_WayLeadsBack_CredentialsStayDropped()
    {
        var handler = new AnsweringHandler(request => request.RequestUri!.AbsolutePath switch
        {
            "/away" => To("https://bindle.example.com/back"),
            "/back" => ServerSample.Toml(ServerSample.Invoice),
            _ => To("https://other.example.com/away"),
        });

        await ServerSample.Source(handler, WithLogin).OpenAsync(ServerSample.Id, CancellationToken.None);

        Assert.Equal([true, false, false], handler.Requests.Select(request => request.Authorization is not null));
    }

    [Theory]
    [InlineData("http://bindle.example.com/x", "plain http")]
    [InlineData("ftp://bindle.example.com/x", "no plain http or https URL")]
    [InlineData("https://me:secret@bindle.example.com/x", "no plain http or https URL")]
    [InlineData("", "does not say where")]
    public async Task OpenAsync_RedirectThatIsNotSafe_IsRefused(string location, string expected)
    {
        var handler = Redirecting(location);

        var refusal = await ServerSample.RefusalAsync(handler, WithLogin);

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task OpenAsync_RedirectsWithoutEnd_StopAfterTen()
    {
        var handler = new AnsweringHandler(_ => To("https://bindle.example.com/again"));

        var refusal = await ServerSample.RefusalAsync(handler);

        Assert.Contains("more than 10 times", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(11, handler.Requests.Count);
    }

    [Fact]
    [BindleRow(102, 116)]
    public async Task EverythingRead_IsAskedForByGet()
    {
        // Row 102 is about POST and DELETE; nothing that a source does needs them. Row 116 is about HEAD.
        var handler = ServerSample.Whole();
        var source = ServerSample.Source(handler);

        await ServerSample.ReadParcelAsync(source);
        await (await source.OpenAsync(ServerSample.Id, CancellationToken.None))
            .ProbeParcelAsync(ServerSample.Sha256, CancellationToken.None);
        await Assert.ThrowsAsync<BindleSourceException>(
            () => source.ListAsync(CancellationToken.None).ToListAsync(CancellationToken.None).AsTask());

        Assert.All(handler.Requests, request => Assert.Equal("GET", request.Method));
    }

    private static AnsweringHandler Redirecting(string location) => new(request =>
        request.RequestUri!.PathAndQuery.EndsWith("yanked=true", StringComparison.Ordinal)
            ? To(location)
            : ServerSample.Toml(ServerSample.Invoice));

    private static HttpResponseMessage To(string location)
    {
        var response = AnsweringHandler.Of(HttpStatusCode.TemporaryRedirect, "", null);
        response.Headers.TryAddWithoutValidation("Location", location);
        return response;
    }
}
