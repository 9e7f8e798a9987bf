using System.Net;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>
/// Asks before it sends a long body (RFC 9110, 10.1.1), so that a refusal costs no body and is not lost when the other
/// side hangs up.
/// </summary>
internal sealed class ExpectationHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const long LongBytes = 1 << 20;

    /// <summary>How long whoever does not know the question is waited for; then the body goes.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromSeconds(1);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!(request.Content?.Headers.ContentLength > LongBytes))
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        request.Headers.ExpectContinue = true;
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.ExpectationFailed)
        {
            return response;
        }

        response.Dispose();
        request.Headers.ExpectContinue = null;
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
