using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Testing;
using Migrator.Testing.BindleServer.Recordings;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>What goes over the wire: paths as real clients spell them, headers, and nothing else.</summary>
public sealed class RequestShapeTests
{
    [Fact]
    public async Task Read_Everything_KeepsBasePathAndPlus()
    {
        var handler = ServerSample.Whole();

        await ServerSample.ReadParcelAsync(ServerSample.Source(handler));

        Assert.Equal(
            [
                "https://bindle.example.com/base/v1/_i/example.com/shop/1.2.0+b?yanked=true",
                $"https://bindle.example.com/base/v1/_i/example.com/shop/1.2.0+b@{ServerSample.Sha256}",
            ],
            handler.Requests.Select(request => request.Uri));
        Assert.Equal(["application/toml, application/json", "*/*"], handler.Requests.Select(request => request.Accept));
    }

    [Fact]
    [BindleRow(118)]
    public async Task Read_WithoutCredentials_SendsNoHeaderForThem()
    {
        // Row 118: a wrong header breaks even what anyone may read.
        var handler = ServerSample.Whole();

        await ServerSample.ReadParcelAsync(ServerSample.Source(handler));

        Assert.All(handler.Requests, request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task Read_WithBasic_SendsStandardBase64()
    {
        // Row 119: the raw form that one client sends is refused by every server.
        var handler = ServerSample.Whole();
        var options = ServerSample.Options with { Credential = BindleServerCredential.Basic("käse", "a:b") };

        await ServerSample.ReadParcelAsync(ServerSample.Source(handler, options));

        Assert.All(handler.Requests, request => Assert.Equal("Basic a8Okc2U6YTpi", request.Authorization));
    }

    // The names of clients/get.jsonl, which shows what the real client sends for each.
    [SharedFact]
    public async Task Open_EveryNameOfTheRecording_IsSpelledAsTheRealClientDoes()
    {
        var recording = Recording.Read("clients/get.jsonl");
        var asked = recording.Exchanges.Where(
            exchange => exchange.Title.StartsWith("url-encoding", StringComparison.Ordinal)).ToList();
        Assert.Equal(19, asked.Count);
        var handler = new AnsweringHandler(_ => AnsweringHandler.Of(asked[0]));
        await using var source = new BindleServerSource(
            handler, ServerSample.Options with { Address = BindleServerAddress.Parse("http://127.0.0.1:8080/v1") },
                TimeProvider.System);
        foreach (var exchange in asked)
        {
            var id = BindleId.Parse(exchange.Title.Split("info ")[1].Split(" #")[0]);
            handler.Requests.Clear();
            await Assert.ThrowsAsync<BindleSourceException>(() => source.OpenAsync(id, CancellationToken.None));

            // What the real client turns into another path is not asked for at all.
            Assert.Equal(
                ServerPath.Refuse(id) is null ? ["http://127.0.0.1:8080" + exchange.Path] : [],
                handler.Requests.Select(request => request.Uri));
        }
    }

    [Theory]
    [InlineData("a@b/1.0.0")]
    [InlineData("a?b/1.0.0")]
    [InlineData("a#b/1.0.0")]
    [InlineData("../a/1.0.0")]
    [InlineData("a/./b/1.0.0")]
    [InlineData("a\\b/1.0.0")]
    [InlineData("a\tb/1.0.0")]
    public async Task Open_NameThatMeansSomethingElseInAUrl_IsNotAskedFor(string id)
    {
        var handler = ServerSample.Whole();

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(
            () => ServerSample.Source(handler).OpenAsync(BindleId.Parse(id), CancellationToken.None));

        Assert.Contains("--bindle-store", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(handler.Requests);
    }

    [Fact]
    [BindleRow(120)]
    public async Task Open_NameLongerThanServersTake_IsNotAskedFor()
    {
        // Row 120: servers answer 414 to a target of 64 KiB.
        var id = BindleId.Parse(new string('x', 65_000) + "/1.0.0");

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(
            () => ServerSample.Source(ServerSample.Whole()).OpenAsync(id, CancellationToken.None));

        Assert.Contains("longer than servers take", refusal.Message, StringComparison.Ordinal);
        Assert.True(refusal.Message.Length < 1000, refusal.Message);
    }

    [Theory]
    [InlineData("bindle.example.com/v1")]
    [InlineData("ftp://bindle.example.com/v1")]
    [InlineData("https://admin:sw0rdf1sh@bindle.example.com/v1")]
    [InlineData("https://bindle.example.com/v1?token=sw0rdf1sh")]
    public void Parse_AddressThatIsNone_DoesNotRepeatIt(string text)
    {
        var refusal = Assert.Throws<FormatException>(() => BindleServerAddress.Parse(text));

        Assert.DoesNotContain("sw0rdf1sh", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://bindle.example.com", "https://bindle.example.com/")]
    [InlineData("https://bindle.example.com/v1", "https://bindle.example.com/v1/")]
    [InlineData(" http://127.0.0.1:8080/a%2Fb/v1/ ", "http://127.0.0.1:8080/a%2Fb/v1/")]
    public void Parse_Address_KeepsItsPathAndEndsInASlash(string text, string expected) =>
        Assert.Equal(expected, BindleServerAddress.Parse(text).ToString());

    [Fact]
    public async Task OpenParcel_AsManyAsAllowedAreOpen_WaitsForOneToBeClosed()
    {
        var source = ServerSample.Source(ServerSample.Whole(), ServerSample.Options with { MaxRequests = 2 });
        var package = await source.OpenAsync(ServerSample.Id, CancellationToken.None);
        await using var first = await package.OpenParcelAsync(ServerSample.Sha256, CancellationToken.None);
        var second = await package.OpenParcelAsync(ServerSample.Sha256, CancellationToken.None);

        var third = package.OpenParcelAsync(ServerSample.Sha256, CancellationToken.None).AsTask();
        Assert.False(third.IsCompleted);
        await second.DisposeAsync();

        await (await third).DisposeAsync();
    }
}
