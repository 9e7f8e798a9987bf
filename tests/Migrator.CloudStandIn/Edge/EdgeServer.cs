using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Migrator.StandIn.Http;

namespace Migrator.StandIn.Edge;

/// <summary>Where apps answer: opens a domain for each, and says what the running version says.</summary>
internal sealed class EdgeServer : IAsyncDisposable
{
    /// <summary>Where an app says what it is.</summary>
    internal const string InfoPath = Reserved + "info";

    private const string Reserved = "/.well-known/spin/";

    private readonly StandInOptions _options;
    private readonly TimeProvider _clock;
    private readonly Func<HttpContext, Func<Answer>, Task> _handle;
    private readonly ConcurrentDictionary<string, EdgeSite> _sites = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentBag<LoopbackListener> _listeners = [];
    private readonly LoopbackListener? _shared;

    /// <summary>Opens no domain yet.</summary>
    /// <param name="options">How domains are told apart, and how failover goes.</param>
    /// <param name="clock">The clock of failover.</param>
    /// <param name="handle">Logs a request, meets it with faults, serves it and answers.</param>
    internal EdgeServer(StandInOptions options, TimeProvider clock, Func<HttpContext, Func<Answer>, Task> handle)
    {
        (_options, _clock, _handle) = (options, clock, handle);
        if (options.Routing == EdgeRouting.HostHeader)
        {
            _shared = Listen(context =>
                ServeAsync(context, _sites.GetValueOrDefault(context.Request.Host.Value ?? "")));
        }
    }

    /// <summary>Opens a domain.</summary>
    /// <param name="label">Its first label; with a port per app nobody sees it.</param>
    internal EdgeSite Open(string label)
    {
        if (_shared is { } shared)
        {
            var domain = $"{label}.localhost:{Text(shared.Port)}";
            return _sites[domain] = new EdgeSite(domain, _options);
        }

        EdgeSite? site = null;
        var listener = Listen(context => ServeAsync(context, site));
        site = new EdgeSite($"127.0.0.1:{Text(listener.Port)}", _options);
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners)
        {
            await listener.DisposeAsync();
        }
    }

    private LoopbackListener Listen(RequestDelegate serve)
    {
        var listener = new LoopbackListener(0, serve);
        _listeners.Add(listener);
        return listener;
    }

    private Task ServeAsync(HttpContext context, EdgeSite? site) => _handle(context, () => AnswerOf(context, site));

    private Answer AnswerOf(HttpContext context, EdgeSite? site)
    {
        var path = context.Request.Path.Value ?? "/";
        var asked = site?.Ask(path, context.Connection.Id, _clock.GetUtcNow());
        return asked switch
        {
            { Instance: { } instance } => Of(instance, path),
            { Answerer: Answerer.BadGateway } => Page(502, "Bad Gateway"),
            _ => Page(404, "Not Found"),
        };
    }

    private Answer Of(AppInstance instance, string path) => path switch
    {
        Reserved + "health" => Answer.OfText(200, "OK", "text/plain; charset=utf-8"),
        InfoPath => Answer.OfJson(200, Info(instance), "application/json"),
        _ when path.StartsWith(Reserved, StringComparison.Ordinal) => new Answer(404),
        _ => Answer.OfText(200, $"{instance.Name} {instance.RevisionNumber}\n", "text/plain; charset=utf-8"),
    };

    // Values that are not known are left out, not null.
    private JsonObject Info(AppInstance instance)
    {
        var info = new JsonObject { ["name"] = instance.Name };
        if (instance.Version is { } version)
        {
            info["version"] = version;
        }

        if (instance.BindleVersion is { } bindle && _options.TellsBindleVersion)
        {
            info["bindle_version"] = bindle;
        }

        if (instance.ImageDigest is { } digest)
        {
            info["oci_image_digest"] = digest;
        }

        return info;
    }

    private static Answer Page(int status, string title) => Answer.OfText(
        status,
        $"<html><head><title>{status} {title}</title></head><body><h1>{status} {title}</h1></body></html>\n",
        "text/html");

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
