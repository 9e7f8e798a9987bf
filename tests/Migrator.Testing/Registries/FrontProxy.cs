using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Migrator.Testing.Registries;

/// <summary>
/// A front before a registry, which counts what comes. As nginx with its defaults it takes a request as a whole before
/// it passes it on, so that the registry never sees a part of one; or it passes everything on at once.
/// </summary>
public sealed class FrontProxy : IAsyncDisposable
{
    private readonly Uri _behind;
    private readonly bool _buffers;
    private readonly WebApplication _server;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly ConcurrentQueue<(string Method, long Bytes)> _passed = new();
    private readonly Lock _gate = new();
    private Held? _held;

    private FrontProxy(Uri behind, bool buffers)
    {
        (_behind, _buffers) = (behind, buffers);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        _server = builder.Build();
        _server.Run(PassAsync);
    }

    /// <summary>Where it listens: <c>localhost:PORT</c>.</summary>
    public string Host { get; private set; } = "";

    /// <summary>Bytes of the bodies of all requests that came as a whole.</summary>
    public long Bytes => _passed.Sum(request => request.Bytes);

    /// <summary>Starts a front.</summary>
    /// <param name="behind">The registry behind it.</param>
    /// <param name="buffers">Whether it takes requests as a whole.</param>
    public static async Task<FrontProxy> StartAsync(Uri behind, bool buffers = true)
    {
        var front = new FrontProxy(behind, buffers);
        await front._server.StartAsync();
        var address = front._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.Single();
        front.Host = "localhost:" + new Uri(address).Port.ToString(CultureInfo.InvariantCulture);
        return front;
    }

    /// <summary>How many requests of a method came as a whole.</summary>
    /// <param name="method">The method.</param>
    public int CountOf(string method) => _passed.Count(request => request.Method == method);

    /// <summary>
    /// Ends when a request of a method begins to come after so many. Where requests are taken as a whole, its body is
    /// not read before <see cref="GoOn"/>.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="after">How many.</param>
    public Task BeginOfAsync(string method, int after)
    {
        lock (_gate)
        {
            _held = new Held(method, after, Signal(), Signal());
            return _held.Begun.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    /// <summary>Lets the request that was waited for go on, and all others.</summary>
    public void GoOn()
    {
        lock (_gate)
        {
            _held?.Released.TrySetResult();
            _held = null;
        }
    }

    /// <summary>Stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task HoldAsync(string method)
    {
        lock (_gate)
        {
            if (_held is not { } held || held.Method != method || CountOf(method) < held.After)
            {
                return Task.CompletedTask;
            }

            held.Begun.TrySetResult();
            return _buffers ? held.Released.Task : Task.CompletedTask;
        }
    }

    private async Task PassAsync(HttpContext context)
    {
        var method = context.Request.Method;
        await HoldAsync(method);
        using var content = await ContentAsync(context);
        var path = context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_behind, path))
        {
            Content = content,
        };
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name is not ("Connection" or "Content-Length") && !name.StartsWith(':')
                && !request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        _passed.Enqueue((method, content.Headers.ContentLength ?? 0));
        using var answer = await _client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (name is not ("Transfer-Encoding" or "Connection"))
            {
                context.Response.Headers[name] = values.ToArray();
            }
        }

        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private async Task<HttpContent> ContentAsync(HttpContext context)
    {
        if (_buffers)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            return new ByteArrayContent(body.ToArray());
        }

        var content = new StreamContent(context.Request.Body);
        content.Headers.ContentLength = context.Request.ContentLength ?? 0;
        return content;
    }

    private sealed record Held(string Method, int After, TaskCompletionSource Begun, TaskCompletionSource Released);
}
