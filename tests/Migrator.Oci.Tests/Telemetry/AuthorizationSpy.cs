using System.Collections.Concurrent;

namespace Migrator.Oci.Tests.Telemetry;

/// <summary>Remembers what went over the wire to prove who we are.</summary>
internal sealed class AuthorizationSpy(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>The value of each Authorization header, without its scheme.</summary>
    public ConcurrentDictionary<string, bool> Secrets { get; } = new(StringComparer.Ordinal);

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Authorization?.Parameter is { Length: > 0 } secret)
        {
            Secrets[secret] = true;
        }

        return base.SendAsync(request, cancellationToken);
    }
}
