using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Verification;
using Migrator.Testing.Registries;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>Servers that never end, repeat themselves or are none.</summary>
public sealed class UnfitServerTests
{
    private const string UnreadableInvoice =
        "[[invoices]]\nbindleVersion = \"1.0.0\"\n[invoices.bindle]\nname = \"a\"\nversion = \"1.0\"\n";

    [Fact]
    public async Task List_UnreadableEntriesAgainAndAgain_EndsWithAFinding()
    {
        var handler = new AnsweringHandler(_ => ServerSample.Toml("more = true\n" + UnreadableInvoice));

        var entries = await ServerSample.Source(handler).ListAsync(CancellationToken.None).ToListAsync();

        Assert.Equal(2, handler.Requests.Count);
        Assert.Equal(
            [ReadingCode, "BM1554", "BM1553"],
            entries.SelectMany(entry => entry.Findings).Select(found => found.Code));
    }

    [Fact]
    public async Task List_PageOfUnreadableEntries_GoesOnBehindIt()
    {
        var handler = new AnsweringHandler(request => ServerSample.Toml(
            request.RequestUri!.Query.Contains("&o=0&", StringComparison.Ordinal)
                ? "more = true\n" + UnreadableInvoice
                : "more = false\n" + Readable("b")));

        var entries = await ServerSample.Source(handler).ListAsync(CancellationToken.None).ToListAsync();

        Assert.Equal(["b/1.0.0"], entries.Select(entry => entry.Id).OfType<object>().Select(id => $"{id}"));
        Assert.DoesNotContain(entries, entry => entry.Findings.Any(found => found.Code == "BM1554"));
    }

    [Fact]
    public async Task List_OtherUnreadableEntriesForEver_EndsWithAFinding()
    {
        var handler = new AnsweringHandler(request => ServerSample.Toml(
            "more = true\n" + UnreadableInvoice.Replace(
                "\"a\"",
                $"\"{Convert.ToHexString(Encoding.UTF8.GetBytes(request.RequestUri!.Query))}\"",
                StringComparison.Ordinal)));

        var entries = await ServerSample.Source(handler).ListAsync(CancellationToken.None).ToListAsync();

        Assert.Equal(100, handler.Requests.Count);
        Assert.Contains(entries, entry => entry.Findings.Any(found => found.Code == "BM1554"));
    }

    [Fact]
    public async Task List_UnreadableEntryAmongOthers_GoesOn()
    {
        var handler = new AnsweringHandler(request => ServerSample.Toml(
            request.RequestUri!.Query.Contains("&o=0&", StringComparison.Ordinal)
                ? "more = true\n" + UnreadableInvoice + Readable("b")
                : "more = false\n" + Readable("c")));

        var entries = await ServerSample.Source(handler).ListAsync(CancellationToken.None).ToListAsync();

        Assert.Equal(["b/1.0.0", "c/1.0.0"], entries.Select(entry => entry.Id).OfType<object>().Select(id => $"{id}"));
        Assert.DoesNotContain(entries, entry => entry.Findings.Any(found => found.Code == "BM1554"));
    }

    [Theory]
    [InlineData("missing = [1]\n")]
    [InlineData("missing = [\"x\"]\n")]
    [InlineData("missing = [{sha = \"a\"}]\n")]
    [InlineData("missing = [{sha256 = 5}]\n")]
    public async Task Verify_MissingHoldsAnEntryWithoutADigest_EachParcelIsAskedFor(string missing)
    {
        var handler = ServerSample.Whole(target => target switch
        {
            _ when target.Contains("/_r/missing/", StringComparison.Ordinal) => ServerSample.Toml(missing),
            _ when target.Contains('@', StringComparison.Ordinal) =>
                ServerSample.Error(HttpStatusCode.NotFound, "resource not found"),
            _ => null,
        });
        var package = await ServerSample.Source(handler).OpenAsync(ServerSample.Id, CancellationToken.None);

        var outcome = await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), CancellationToken.None);

        Assert.Equal(VerifyFindings.ParcelMissing, Assert.Single(outcome.Findings).Kind);
    }

    [Fact]
    public async Task HostKeys_OldServer_SaysSinceWhenThereAreSomeAndWhatToDo()
    {
        var handler = new AnsweringHandler(_ => ServerSample.Error(HttpStatusCode.NotFound, "resource not found"));
        var source = ServerSample.Source(handler);

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => source.ReadHostKeysAsync(default));

        Assert.Contains("before Bindle 0.9", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--keyring FILE", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/v1/.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SourceFailure.Unusable, refusal.Failure);
    }

    [Theory]
    [InlineData("invoice", 300)]
    [InlineData("list", 300)]
    [InlineData("missing", 300)]
    [InlineData("keys", 30)]
    public async Task Document_NeverEnds_EndsAfterATime(string document, int seconds)
    {
        var clock = new ManualClock();
        var handler = ServerSample.Whole(target => IsOf(document, target)
            ? new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StreamContent(new DrippingStream(() => clock.Fire(TimeSpan.FromSeconds(seconds)))),
            }
            : null);
        await using var source = new BindleServerSource(handler, ServerSample.Options, clock);

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => ReadAsync(source, document));

        Assert.Contains($"did not end its answer within {seconds} seconds", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SourceFailure.Temporary, refusal.Failure);
    }

    [Fact]
    public async Task Refusal_BodyNeverEnds_TheStatusSaysEnough()
    {
        var source = DrippingRefusal();

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(
            () => source.OpenAsync(ServerSample.Id, CancellationToken.None));

        Assert.Contains("denies access", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SourceFailure.Credentials, refusal.Failure);
    }

    [Fact]
    public async Task Read_HeadersWithoutEnd_TheServerIsUnfit()
    {
        var headers = string.Concat(Enumerable.Repeat($"X-A: {new string('b', 1000)}\r\n", 100));
        await using var server = new RawServer(_ => Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n" + headers + "\r\n"));

        var refusal = await RefusalAsync(new BindleServerConnection(), server.Url);

        Assert.Contains("longer headers", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SourceFailure.Unusable, refusal.Failure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_CertificateOfTheAuthority_MustBeAServers(bool isServers)
    {
        using var authority = new PrivateAuthority();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = Record.ExceptionAsync(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsServerAsync(isServers ? authority.IssueServer() : authority.IssueForClients());
            await stream.ReadAtLeastAsync(new byte[4096], 1);
            await stream.WriteAsync("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        });

        var refusal = await RefusalAsync(
            new BindleServerConnection { Authorities = [authority.Root] },
            $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/v1");
        await answering;

        Assert.Equal(!isServers, refusal.Message.StartsWith("No secure connection", StringComparison.Ordinal));
        Assert.Equal(isServers, refusal.Message.Contains("does not know the path", StringComparison.Ordinal));
    }

    private const string ReadingCode = "BM1011";

    private static bool IsOf(string document, string target) => document switch
    {
        "invoice" => target.Contains("/_i/", StringComparison.Ordinal),
        "list" => target.Contains("/_q?", StringComparison.Ordinal),
        "missing" => target.Contains("/_r/missing/", StringComparison.Ordinal),
        _ => target.Contains("/bindle-keys", StringComparison.Ordinal),
    };

    private static async Task ReadAsync(BindleServerSource source, string document)
    {
        switch (document)
        {
            case "list":
                await source.ListAsync(CancellationToken.None).ToListAsync();
                break;
            case "keys":
                await source.ReadHostKeysAsync(CancellationToken.None);
                break;
            default:
                var package = await source.OpenAsync(ServerSample.Id, CancellationToken.None);
                await package.ProbeParcelAsync(ServerSample.Sha256, CancellationToken.None);
                break;
        }
    }

    private static string Readable(string name) => UnreadableInvoice
        .Replace("\"a\"", $"\"{name}\"", StringComparison.Ordinal)
        .Replace("\"1.0\"", "\"1.0.0\"", StringComparison.Ordinal);

    private static async Task<BindleSourceException> RefusalAsync(BindleServerConnection connection, string url)
    {
        await using var source = new BindleServerSource(
            BindleServerHandlers.Create(connection),
            new BindleServerOptions { Address = BindleServerAddress.Parse(url) },
            TimeProvider.System);
        return await Assert.ThrowsAsync<BindleSourceException>(() => source.OpenAsync(ServerSample.Id, default));
    }

    // Bytes come all the time, so that the server is never silent, and the time goes by.
    private static BindleServerSource DrippingRefusal()
    {
        var clock = new ManualClock();
        var handler = new AnsweringHandler(_ => new HttpResponseMessage(HttpStatusCode.Forbidden)
        {
            Content = new StreamContent(new DrippingStream(() => clock.Fire(TimeSpan.FromSeconds(30)))),
        });
        return new BindleServerSource(handler, ServerSample.Options, clock);
    }
}
