namespace Migrator.Engine.Resilience.Pacing;

/// <summary>Lets bodies through in both directions no faster than allowed.</summary>
internal sealed class BandwidthHandler(long bytesPerSecond, TimeProvider clock, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    private readonly Bandwidth _bandwidth = new(bytesPerSecond, clock);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content;
        try
        {
            request.Content = body is null ? null : new PacedContent(body, _bandwidth);
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            response.Content = await PaceAsync(response.Content, cancellationToken).ConfigureAwait(false);
            return response;
        }
        finally
        {
            // The message may be sent again, with its own body.
            request.Content = body;
        }
    }

    private async Task<HttpContent> PaceAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return ReplacedBody.Of(content, new StreamContent(new PacedStream(stream, _bandwidth)));
    }
}
