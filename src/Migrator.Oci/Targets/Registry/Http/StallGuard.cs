namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>
/// Gives a request up when nothing moves: no byte of its body taken, no byte of the answer come. A slow transfer may
/// take as long as it likes. It is innermost, so that waits of a retry do not count; nor do those for the next bytes of
/// the body.
/// </summary>
internal sealed class StallGuard(TimeSpan idle, TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var watch = new StallWatch(idle, time, cancellationToken);
        var body = request.Content;
        try
        {
            var watched = body is null ? null : new WatchedContent(body, watch);
            request.Content = watched;
            var response = await base.SendAsync(request, watch.Token).ConfigureAwait(false);
            RequireWhole(response, watched?.Fault);
            response.Content = await WatchAsync(response.Content, watch).ConfigureAwait(false);
            return response;
        }
        catch (Exception cause) when (watch.HasStalled)
        {
            watch.Dispose();
            throw watch.Fault(cause);
        }
        catch
        {
            watch.Dispose();
            throw;
        }
        finally
        {
            // The message may be sent again, with its own body.
            request.Content = body;
        }
    }

    // A refusal is believed without the body that it refuses; a success is not.
    private static void RequireWhole(HttpResponseMessage response, IOException? fault)
    {
        if (fault is not null && response.IsSuccessStatusCode)
        {
            response.Dispose();
            throw new HttpRequestException(fault.Message, fault);
        }
    }

    private static async Task<HttpContent> WatchAsync(HttpContent content, StallWatch watch)
    {
        if (content.Headers.ContentLength == 0)
        {
            watch.Dispose();
            return content;
        }

        var stream = await content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        var watched = new StreamContent(new WatchedStream(stream, watch));
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            watched.Headers.TryAddWithoutValidation(name, values);
        }

        return watched;
    }
}
