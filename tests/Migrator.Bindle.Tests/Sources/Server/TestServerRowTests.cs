using System.Net;
using System.Text;
using Migrator.Bindle.Sources.Server;
using Migrator.Testing;
using Migrator.Testing.BindleServer;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>Rows 106 to 108 and 119 to 122 of spec/bindle.md 10.6: the server's own side.</summary>
public sealed class TestServerRowTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly HttpClient _http = new(BindleServerHandlers.Create());

    [Fact]
    [BindleRow(106)]
    public async Task Upload_ChunkedWithoutALength_IsTaken()
    {
        await using var server = await StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Post, ParcelUri(server))
        {
            Content = new StringContent(ServerSample.Data),
        };
        request.Headers.TransferEncodingChunked = true;
        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(false, HttpStatusCode.Conflict)]
    [InlineData(true, HttpStatusCode.OK)]
    [BindleRow(107)]
    public async Task Upload_AfterOneThatFailed_IsRefusedByTheFileProviderOnly(bool isEmbedded, HttpStatusCode expected)
    {
        await using var server = await StartAsync(settings => settings with { IsEmbedded = isEmbedded });

        Assert.Equal(HttpStatusCode.BadRequest, await UploadAsync(server, "a red 1ne"));
        Assert.Equal(expected, await UploadAsync(server, ServerSample.Data));
    }

    [Fact]
    [BindleRow(108)]
    public async Task Upload_OfTwo_TheSecondIsRefused()
    {
        await using var server = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await UploadAsync(server, ServerSample.Data));
        Assert.Equal(HttpStatusCode.Conflict, await UploadAsync(server, ServerSample.Data));
    }

    // The file provider takes who begins first, the embedded one who ends first (golden/bindle-server, difference 8).
    [Theory]
    [InlineData(false, HttpStatusCode.OK, HttpStatusCode.Conflict)]
    [InlineData(true, HttpStatusCode.Conflict, HttpStatusCode.OK)]
    [BindleRow(108)]
    public async Task Upload_TwoAtOnce_OneIsStored(bool isEmbedded, HttpStatusCode first, HttpStatusCode second)
    {
        var body = new HeldBody();
        await using var server = await StartAsync(settings => settings with
        {
            IsEmbedded = isEmbedded,
            Fault = context =>
            {
                body.TakeFirst(context);
                return Task.FromResult(false);
            },
        });
        var upload = UploadAsync(server, ServerSample.Data);
        await body.Asked;

        var other = await UploadAsync(server, ServerSample.Data);
        body.Release();

        Assert.Equal((first, second), (await upload, other));
    }

    [Fact]
    [BindleRow(119)]
    public async Task Get_RawBasic_IsUnauthorized()
    {
        await using var server = await StartAsync(
            settings => settings with { Users = new HashSet<string> { "admin:open sesame" } });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Url}_q");
        request.Headers.TryAddWithoutValidation("Authorization", "Basic admin:open sesame");

        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    [BindleRow(120)]
    public async Task Get_TargetOfMoreThan64KiB_IsTooLong()
    {
        await using var server = await StartAsync();

        using var response = await _http.GetAsync($"{server.Url}_q?q={new string('x', 65_534)}");

        Assert.Equal(HttpStatusCode.RequestUriTooLong, response.StatusCode);
    }

    [Theory]
    [InlineData(false, HttpStatusCode.NotFound)]
    [InlineData(true, HttpStatusCode.OK)]
    [BindleRow(121)]
    public async Task Get_IdWithEscapes_IsDecodedOnceWhereThatIsWanted(bool decodes, HttpStatusCode expected)
    {
        await using var server = await StartAsync(settings => settings with { DecodesIds = decodes });

        using var response = await _http.GetAsync($"{server.Url}_i/example.com%2Fshop/1.2.0+b");

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData(2_000, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(900, HttpStatusCode.BadRequest)]
    [BindleRow(122)]
    public async Task Post_DeepOrHugeInvoice_IsRefused(int depth, HttpStatusCode expected)
    {
        await using var server = await StartAsync(settings => settings with { MaxInvoiceBytes = 2_000 });
        var text = $"x = {new string('[', depth)}{new string(']', depth)}";

        using var response = await _http.PostAsync(
            $"{server.Url}_i", new StringContent(text, Encoding.UTF8, "application/toml"));

        Assert.Equal(expected, response.StatusCode);
    }

    public void Dispose()
    {
        _http.Dispose();
        _temp.Dispose();
    }

    private static string ParcelUri(BindleTestServer server) =>
        $"{server.Url}_i/{ServerSample.Id}@{ServerSample.Sha256}";

    private async Task<HttpStatusCode> UploadAsync(BindleTestServer server, string data)
    {
        using var response = await _http.PostAsync(ParcelUri(server), new StringContent(data));
        return response.StatusCode;
    }

    private Task<BindleTestServer> StartAsync(Func<BindleServerSettings, BindleServerSettings>? change = null)
    {
        var folder = Directory.CreateDirectory(_temp.Combine("invoices", ServerSample.Id.StorageKey)).FullName;
        File.WriteAllText(Path.Combine(folder, "invoice.toml"), ServerSample.Invoice);
        var settings = new BindleServerSettings { Folder = _temp.Path };
        return BindleTestServer.StartAsync(change?.Invoke(settings) ?? settings);
    }
}
