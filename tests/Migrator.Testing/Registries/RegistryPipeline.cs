using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Migrator.Testing.Registries;

/// <summary>The way of a request: recorded, delayed, met by a fault or served, answered.</summary>
internal sealed class RegistryPipeline
{
    private readonly RegistryHost _host;
    private readonly RegistryHostOptions _options;
    private readonly RegistryAccess _access;
    private readonly UploadEndpoints _uploads;
    private readonly BlobEndpoints _blobs;
    private readonly ManifestEndpoints _manifests;
    private readonly ListEndpoints _lists;

    internal RegistryPipeline(RegistryHost host, RegistryHostOptions options, RegistryStore store)
    {
        (_host, _options) = (host, options);
        var personality = options.Personality;
        _access = new RegistryAccess(options, () => host.Address.ToString().TrimEnd('/'));
        _uploads = new UploadEndpoints(personality, store, () => host.StorageRoot);
        _blobs = new BlobEndpoints(personality, store, () => host.StorageRoot);
        _manifests = new ManifestEndpoints(personality, store);
        _lists = new ListEndpoints(personality, store);
    }

    internal async Task HandleAsync(HttpContext context)
    {
        var request = ReceivedRequest.Of(context);
        var recorded = _host.Requests.Begin(request);
        request.Body = new CountingStream(request.Body, recorded);
        try
        {
            var answer = await AnswerAsync(request, recorded);
            recorded.Status = answer.Status;
            await SendAsync(context, answer);
        }
        // A soft cut goes on to the server, which closes the connection in mid-answer; what was sent arrives.
        catch (ConnectionCutException cut) when (!cut.Softly)
        {
            recorded.Status = null;
            Cut(context, cut);
        }
        catch (IOException hungUp) when (hungUp is not ConnectionCutException)
        {
            // The client hung up.
            recorded.Status = null;
            context.Abort();
        }
        catch (OperationCanceledException)
        {
            recorded.Status = null;
            context.Abort();
        }
        finally
        {
            _host.Requests.End();
        }
    }

    private async Task<RegistryAnswer> AnswerAsync(ReceivedRequest request, RecordedRequest recorded)
    {
        if (_options.Latency > TimeSpan.Zero)
        {
            await Task.Delay(_options.Latency, request.Aborted);
        }

        if (_host.Requests.InFlight > _options.MaxInFlight)
        {
            return _options.Personality.Throttled();
        }

        if (_host.Faults.Next(request) is not { } fault)
        {
            return await ServeAsync(request);
        }

        recorded.Fault = fault.Name;
        return await fault.ApplyAsync(new FaultCall(_host, request, () => ServeAsync(request)));
    }

    private async Task<RegistryAnswer> ServeAsync(ReceivedRequest request)
    {
        var answer = RefuseCookie(request) ?? _access.Refuse(request) ?? await RouteAsync(request);
        answer = _options.Personality.SetsCookie ? answer.Adding("Set-Cookie", "sid=tests; Path=/; HttpOnly") : answer;
        return _options.Personality.ExtraHeaders.Aggregate(
            answer,
            (last, header) => last.With(header.Name, header.Value));
    }

    private async Task<RegistryAnswer> RouteAsync(ReceivedRequest request) => request.Kind switch
    {
        RequestKind.Ping => new RegistryAnswer(200).WithText("application/json; charset=utf-8", "{}"),
        RequestKind.Token when _options.Tokens is { } tokens => await tokens.AnswerAsync(request),
        RequestKind.BlobHead or RequestKind.BlobGet => _blobs.Get(request),
        RequestKind.StorageGet => _blobs.GetFromStorage(request),
        RequestKind.UploadPost => await _uploads.PostAsync(request),
        RequestKind.UploadPatch => await _uploads.PatchAsync(request),
        RequestKind.UploadPut => await _uploads.PutAsync(request),
        RequestKind.UploadGet => await _uploads.GetAsync(request),
        RequestKind.UploadDelete => await _uploads.DeleteAsync(request),
        RequestKind.ManifestHead or RequestKind.ManifestGet => _manifests.Get(request),
        RequestKind.ManifestPut => await _manifests.PutAsync(request),
        RequestKind.TagsList => _lists.Tags(request),
        RequestKind.Referrers => _lists.Referrers(request),
        _ => new RegistryAnswer(404).WithText("text/plain; charset=utf-8", "404 page not found\n"),
    };

    // Harbor takes whoever sends its cookie back for a browser.
    private RegistryAnswer? RefuseCookie(ReceivedRequest request) =>
        _options.Personality.SetsCookie
        && request.Header("Cookie") is not null
        && request.Method is not ("GET" or "HEAD")
            ? RegistryErrors.Json(403, "FORBIDDEN", "CSRF token not found in request")
            : null;

    private static async Task SendAsync(HttpContext context, RegistryAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (answer.Status == 204)
        {
            return;
        }

        response.ContentLength = answer.Body.Length;
        if (context.Request.Method != "HEAD")
        {
            await answer.Body.WriteAsync(response.Body, context.RequestAborted);
        }
    }

    private static void Cut(HttpContext context, ConnectionCutException cut)
    {
        if (cut.ResetCode is { } code && context.Features.Get<IHttpResetFeature>() is { } reset)
        {
            reset.Reset(code);
            return;
        }

        if (context.Features.Get<IConnectionSocketFeature>() is { } connection)
        {
            // Closing with no time to linger sends a reset.
            connection.Socket.LingerState = new LingerOption(true, 0);
        }

        context.Abort();
    }
}
