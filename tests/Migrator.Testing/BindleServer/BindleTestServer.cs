using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Migrator.Testing.BindleServer;

/// <summary>A Bindle server for tests, on free ports of the loopback address.</summary>
/// <remarks>
/// Answers as the recordings of the real server do; where it differs on purpose, the test that replays them has a
/// table. HTTP/1.1, HTTP/2 by prior knowledge and TLS have a port each.
/// </remarks>
public sealed class BindleTestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly BindleStore _store;
    private readonly X509Certificate2 _certificate;

    private BindleTestServer(WebApplication app, BindleStore store, X509Certificate2 certificate)
    {
        _app = app;
        _store = store;
        _certificate = certificate;
    }

    /// <summary>The address for HTTP/1.1, with the prefix of the API.</summary>
    public string Url => $"{Addresses[0]}/v1/";

    /// <summary>The address for HTTP/2 by prior knowledge.</summary>
    public string Http2Url => $"{Addresses[1]}/v1/";

    /// <summary>The address for TLS, with a certificate that nobody trusts.</summary>
    public string TlsUrl => $"{Addresses[2]}/v1/";

    /// <summary>The certificate of <see cref="TlsUrl"/>, which is its own authority.</summary>
    public X509Certificate2 Certificate => _certificate;

    /// <summary>What was asked, in order: method, raw target, protocol and credential.</summary>
    public ConcurrentQueue<(string Method, string Target, string Protocol, string? Authorization)> Requests { get; } =
        new();

    private string[] Addresses =>
        [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Starts a server.</summary>
    /// <param name="settings">How it is set up.</param>
    public static async Task<BindleTestServer> StartAsync(BindleServerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var certificate = MakeCertificate();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => Configure(kestrel, certificate));
        var app = builder.Build();
        var store = new BindleStore(settings.Folder, settings.IsEmbedded);
        store.Restart();
        var server = new BindleTestServer(app, store, certificate);
        var routes = new BindleRoutes(settings, store);
        app.Run(context => server.ServeAsync(context, settings, routes));
        await app.StartAsync();
        return server;
    }

    /// <summary>Reads the store's index anew, as a restart of the real server does.</summary>
    public void Restart() => _store.Restart();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private static void Configure(KestrelServerOptions kestrel, X509Certificate2 certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowResponseHeaderCompression = false;
        kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
        kestrel.Limits.MaxRequestLineSize = 70_000;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MaxRequestHeadersTotalSize = 500_000;
        kestrel.Limits.MaxRequestHeaderCount = 101;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxRequestBufferSize = null;
        kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private async Task ServeAsync(HttpContext context, BindleServerSettings settings, BindleRoutes routes)
    {
        var call = new BindleCall(context);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        Requests.Enqueue((call.Method, target, context.Request.Protocol, call.First("Authorization")));
        if (settings.Fault is { } fault && await fault(context))
        {
            return;
        }

        await WriteAsync(context, await routes.AnswerAsync(call));
    }

    private static async Task WriteAsync(HttpContext context, BindleAnswer answer)
    {
        if (answer.IsAbort)
        {
            context.Abort();
            return;
        }

        var isHead = context.Request.Method == "HEAD";
        var response = context.Response;

        // HEAD of what a handler answers is 200, whatever it answers (spec/bindle.md 5.4).
        response.StatusCode = isHead && !answer.IsOfRouting ? 200 : answer.Status;
        if (answer.ContentType is { } type)
        {
            response.Headers.ContentType = type;
        }

        if (!isHead || answer.IsOfRouting || answer.DeclaredLength is not null)
        {
            response.ContentLength = answer.DeclaredLength ?? answer.Body.Length;
        }

        if (isHead)
        {
            return;
        }

        // Fewer bytes than are declared: Kestrel sends them and closes the connection.
        if (answer.File is { } path)
        {
            var length = Math.Min(new FileInfo(path).Length, answer.DeclaredLength!.Value);
            await response.SendFileAsync(path, 0, length);
            return;
        }

        await response.Body.WriteAsync(answer.Body);
    }
}
