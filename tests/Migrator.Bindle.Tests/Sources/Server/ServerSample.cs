using System.Net;
using System.Security.Cryptography;
using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>A small bindle and sources over handlers that answer as a test says.</summary>
internal static class ServerSample
{
    public const string Data = "a red one";

    public static readonly BindleId Id = BindleId.Parse("example.com/shop/1.2.0+b");

    public static string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Data)));

    public static string Invoice { get; } =
        $"""
        bindleVersion = "1.0.0"

        [bindle]
        name = "example.com/shop"
        version = "1.2.0+b"

        [[parcel]]
        [parcel.label]
        sha256 = "{Sha256}"
        mediaType = "text/plain"
        name = "a.txt"
        size = 9

        """;

    public static BindleServerOptions Options { get; } =
        new() { Address = BindleServerAddress.Parse("https://bindle.example.com/base/v1") };

    public static BindleServerSource Source(HttpMessageHandler handler, BindleServerOptions? options = null) =>
        new(handler, options ?? Options, TimeProvider.System);

    /// <summary>A server that has the small bindle, whole.</summary>
    public static AnsweringHandler Whole(Func<string, HttpResponseMessage?>? instead = null) => new(request =>
    {
        var target = request.RequestUri!.PathAndQuery;
        return instead?.Invoke(target) ?? target switch
        {
            _ when target.Contains("/_r/missing/", StringComparison.Ordinal) => Toml("missing = []\n"),
            _ when target.Contains('@', StringComparison.Ordinal) =>
                AnsweringHandler.Of(HttpStatusCode.OK, Data, "text/plain"),
            _ => Toml(Invoice),
        };
    });

    public static HttpResponseMessage Toml(string body) => AnsweringHandler.Of(HttpStatusCode.OK, body);

    public static HttpResponseMessage Error(HttpStatusCode status, string text) =>
        AnsweringHandler.Of(status, $"error = \"{text}\"\n");

    public static async Task<string> ReadParcelAsync(BindleServerSource source)
    {
        var package = await source.OpenAsync(Id, CancellationToken.None);
        await using var stream = await package.OpenParcelAsync(Sha256, CancellationToken.None);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    public static Task<BindleSourceException> RefusalAsync(
        HttpMessageHandler handler, BindleServerOptions? options = null) =>
        Assert.ThrowsAsync<BindleSourceException>(() => ReadParcelAsync(Source(handler, options)));
}
