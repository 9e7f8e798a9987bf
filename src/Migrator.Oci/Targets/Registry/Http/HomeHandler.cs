namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>
/// Keeps connections that say who we are for the registry itself: a host that it sends us to, be it only another port,
/// sees no certificate.
/// </summary>
internal sealed class HomeHandler(HttpMessageHandler home, HttpMessageHandler elsewhere) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _home = new(home);
    private readonly HttpMessageInvoker _elsewhere = new(elsewhere);

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) =>
        (request.Options.TryGetValue(RegistryRequestKeys.IsHome, out var isHome) && isHome ? _home : _elsewhere)
            .SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _home.Dispose();
            _elsewhere.Dispose();
        }

        base.Dispose(disposing);
    }
}
