using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Verification;
using Migrator.Testing;
using Migrator.Testing.BindleServer;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>The source and the server of the tests, over sockets.</summary>
public sealed class LiveServerTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData("http1", "HTTP/1.1")]
    [InlineData("http2", "HTTP/2")]
    [InlineData("tls", "HTTP/2")]
    public async Task Read_OverEachProtocol_GetsInvoiceAndParcel(string kind, string protocol)
    {
        await using var server = await StartAsync();
        await using var source = Source(
            kind switch { "http1" => server.Url, "http2" => server.Http2Url, _ => server.TlsUrl },
            priorKnowledge: kind == "http2",
            acceptAnyCertificate: kind == "tls");

        Assert.Equal(ServerSample.Data, await ServerSample.ReadParcelAsync(source));
        Assert.All(server.Requests, request => Assert.Equal(protocol, request.Protocol));
    }

    [Fact]
    [BindleRow(117)]
    public async Task Read_CertificateOfNobody_IsRefusedUnlessAskedFor()
    {
        // Row 117.
        await using var server = await StartAsync();
        await using var source = Source(server.TlsUrl);

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => ServerSample.ReadParcelAsync(source));

        Assert.Contains("certificate", refusal.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(SourceFailure.Unusable, refusal.Failure);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Read_NobodyListens_IsATemporaryFailure()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var source = Source($"http://127.0.0.1:{port}/v1");

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => ServerSample.ReadParcelAsync(source));

        Assert.Equal(SourceFailure.Temporary, refusal.Failure);
        Assert.Contains($"http://127.0.0.1:{port}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ConnectionIsCutWithinTheParcel_IsAskedForAgain()
    {
        var cuts = 0;
        await using var server = await StartAsync(async context =>
        {
            if (!context.Request.Path.Value!.Contains('@', StringComparison.Ordinal) || cuts++ > 0)
            {
                return false;
            }

            context.Response.ContentLength = ServerSample.Data.Length;
            await context.Response.Body.WriteAsync("a red"u8.ToArray());
            return true;
        });
        await using var source = Source(server.Url);

        Assert.Equal(ServerSample.Data, await ServerSample.ReadParcelAsync(source));
        Assert.Equal(2, cuts);
    }

    [Fact]
    public async Task Read_ServerSaysNothing_FailsWhenTheClockSaysSo()
    {
        var asked = new TaskCompletionSource();
        var clock = new ManualClock();
        await using var server = await StartAsync(async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        });
        await using var source = new BindleServerSource(
            BindleServerHandlers.Create(), new BindleServerOptions { Address = BindleServerAddress.Parse(server.Url) },
                clock);

        var reading = ServerSample.ReadParcelAsync(source);
        await asked.Task;
        clock.FireAll();

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => reading);
        Assert.Equal(SourceFailure.Temporary, refusal.Failure);
        Assert.Contains("said nothing for 100 seconds", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [BindleRow(101)]
    public async Task Read_RedirectToAnotherServer_TakesNoCredentialThere()
    {
        await using var other = await StartAsync();
        await using var server = await StartAsync(context =>
        {
            context.Response.Redirect(new Uri(other.Url)
                .GetLeftPart(UriPartial.Authority) + context.Request.Path + context.Request.QueryString);
            return Task.FromResult(true);
        });
        await using var source = Source(server.Url, credential: BindleServerCredential.Basic("admin", "open sesame"));

        Assert.Equal(ServerSample.Data, await ServerSample.ReadParcelAsync(source));
        Assert.All(server.Requests, request => Assert.NotNull(request.Authorization));
        Assert.All(other.Requests, request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task Read_WrongPassword_IsAFailureOfCredentials()
    {
        await using var server = await BindleTestServer.StartAsync(
            new BindleServerSettings { Folder = Store(), Users = new HashSet<string> { "admin:open sesame" } });
        await using var wrong = Source(server.Url, credential: BindleServerCredential.Basic("admin", "nope"));
        await using var right = Source(server.Url, credential: BindleServerCredential.Basic("admin", "open sesame"));

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => ServerSample.ReadParcelAsync(wrong));

        Assert.Equal(SourceFailure.Credentials, refusal.Failure);
        Assert.Equal(ServerSample.Data, await ServerSample.ReadParcelAsync(right));
    }

    [SharedFact]
    public async Task Read_StoreOfTheRealServer_GivesWhatTheDiskGives()
    {
        var folder = SharedData.Combine("golden", "bindle-server", "stores", "file");
        await using var server = await BindleTestServer.StartAsync(new BindleServerSettings { Folder = folder });
        await using var source = Source(server.Url);
        await using var disk = await BindleSources.OpenAsync(folder, new BindleSourceOptions(), CancellationToken.None);
        var expected = await disk.ListAsync(CancellationToken.None).Where(entry => entry.Id is not null).ToListAsync();

        var listed = await source.ListAsync(CancellationToken.None).Where(entry => entry.Id is not null).ToListAsync();

        Assert.Equal(Names(expected), Names(listed));
        foreach (var id in expected.Select(entry => entry.Id!)
            .Where(id => ServerPath.Refuse(id) is null && id.ToString().All(char.IsAscii)))
        {
            var (theirs, ours) = (await disk.OpenAsync(id, default), await source.OpenAsync(id, default));
            Assert.Equal(InvoiceToml.Write(theirs.Invoice!), InvoiceToml.Write(ours.Invoice!));
            foreach (var label in ours.Invoice!.Parcels.Select(parcel => parcel.Label))
            {
                var isThere = (await theirs.ProbeParcelAsync(label.Sha256, default)).IsPresent && !ours.Invoice.Yanked;
                Assert.Equal(isThere, (await ours.ProbeParcelAsync(label.Sha256, default)).IsPresent);
                if (isThere)
                {
                    Assert.Equal(await HashAsync(theirs, label), await HashAsync(ours, label));
                }
            }
        }
    }

    public void Dispose() => _temp.Dispose();

    private static IEnumerable<string> Names(IEnumerable<BindleEntry> entries) =>
        entries.Select(entry => $"{entry.Id} {entry.Yanked}").Order(StringComparer.Ordinal);

    private static async Task<string> HashAsync(BindlePackage package, Label label)
    {
        await using var stream = await package.OpenParcelAsync(label.Sha256, default);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream));
    }

    private static BindleServerSource Source(
        string url, bool priorKnowledge = false, bool acceptAnyCertificate = false,
            BindleServerCredential? credential = null) =>
        new(
            BindleServerHandlers.Create(
                new BindleServerConnection { UncheckedHost = acceptAnyCertificate ? "127.0.0.1" : null }),
            new BindleServerOptions
            {
                Address = BindleServerAddress.Parse(url),
                PriorKnowledge = priorKnowledge,
                Credential = credential,
            },
            TimeProvider.System);

    private Task<BindleTestServer> StartAsync(Func<HttpContext, Task<bool>>? fault = null) =>
        BindleTestServer.StartAsync(new BindleServerSettings { Folder = Store(), Fault = fault });

    private string Store()
    {
        var invoice = _temp.Combine("invoices", ServerSample.Id.StorageKey, "invoice.toml");
        var parcel = _temp.Combine("parcels", ServerSample.Sha256, "parcel.dat");
        foreach (var (path, text) in ((string, string)[])[(invoice, ServerSample.Invoice), (parcel, ServerSample.Data)])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        return _temp.Path;
    }
}
